/** Placeholder until the explorer is there. */
export function Explorer() {
  return <p>explorer</p>;
}
