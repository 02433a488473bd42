/**
 * Decodes UTF-8, a byte order mark included. The first invalid byte is told once; the rest is read with U+FFFD in the
 * place of what is invalid, so that the other rows are still checked.
 */
export async function* readText(
  bytes: AsyncIterable<Uint8Array>,
  tellInvalid: () => void,
): AsyncGenerator<string> {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  let decoder = strict;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      tellInvalid();
      decoder = lenient;
      return decoder.decode(chunk, { stream: chunk !== undefined });
    }
  };
  for await (const chunk of bytes) {
    yield decode(chunk);
  }
  yield decode();
}
