/** A target that cannot be started or does not speak the protocol: no verdict on anything. */
export class TargetStartError extends Error {
  /** What the target wrote on stderr, and what may be behind it. */
  readonly stderr: string;
  readonly likelyCause: string;
  constructor(message: string, likelyCause: string, stderr: string) {
    super(message);
    this.name = 'TargetStartError';
    this.likelyCause = likelyCause;
    this.stderr = stderr;
  }
}
