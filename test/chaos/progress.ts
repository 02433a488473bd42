const WIDTH = 150;

/** One line that is written over in a terminal, lines elsewhere. */
export function tellProgress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${text.slice(0, WIDTH)}` : `${text}\n`);
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
}
