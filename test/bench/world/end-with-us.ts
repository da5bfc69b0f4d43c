/**
 * Has `kill` called when this process ends before that was withdrawn: after an error or Ctrl-C nothing
 * may stay behind. Returns how to withdraw it.
 */
export function endWithUs(kill: () => void): () => void {
  process.once('exit', kill);
  return () => {
    process.off('exit', kill);
  };
}
