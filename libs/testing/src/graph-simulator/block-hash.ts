/**
 * QuickXorHash written down bit by bit, deliberately without a look at the client's: two implementations that agree
 * with the published vectors and with each other are unlikely to share a mistake.
 */
export function quickXorHashOf(chunks: Iterable<Uint8Array>): string {
  const ring = new Uint8Array(20);
  let bit = 0;
  let total = 0;
  for (const chunk of chunks) {
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      const cell = bit >> 3;
      const shift = bit & 7;
      ring[cell] = (ring[cell] as number) ^ ((byte << shift) & 0xff);
      const next = cell === 19 ? 0 : cell + 1;
      ring[next] = (ring[next] as number) ^ (byte >> (8 - shift));
      bit += 11;
      if (bit >= 160) bit -= 160;
    }
    total += chunk.length;
  }
  for (let place = 0, rest = total; rest > 0; place++, rest = Math.floor(rest / 256)) {
    ring[12 + place] = (ring[12 + place] as number) ^ (rest % 256);
  }
  return Buffer.from(ring).toString('base64');
}
