/** As much of an answer's text as comes within so many bytes. What breaks off has said enough: its status stands. */
export async function beginningOf({ body }: Response, mostBytes: number): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= mostBytes) break;
    }
  } catch {
    // Its status stands already.
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8');
}
