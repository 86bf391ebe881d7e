/** Something that is done now and then while a thread has its turn. */

const MILLISECONDS = 100;

/** Does it until the function that this gives is called. */
export function beat(act: () => void): () => void {
  const timer = setInterval(act, MILLISECONDS);
  return () => {
    clearInterval(timer);
  };
}
