/** The members of one wrapper object. */
export class Members {
  kind = 0;
  /** What ptr() gives; NULL while it is empty. */
  pointer = 0;
  source = 0;
  size = 0;
  descriptor = 0;
  /** MarshalledBuffer_t: what Open gave, and whether an asynchronous buffer stands on it. */
  opened = 0;
  asynchronous = false;

  /** Becomes what another object is: the implicit copy constructor. */
  take(other: Members): void {
    this.kind = other.kind;
    this.pointer = other.pointer;
    this.source = other.source;
    this.size = other.size;
    this.descriptor = other.descriptor;
    this.opened = other.opened;
    this.asynchronous = other.asynchronous;
  }

  /** Holds nothing. */
  clear(): void {
    this.pointer = 0;
    this.size = 0;
    this.opened = 0;
    this.asynchronous = false;
  }
}
