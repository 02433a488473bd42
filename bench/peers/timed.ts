import { performance } from 'node:perf_hooks';

/** Runs a peer's work with the options of the command line and prints its milliseconds. */
export function timed<O>(work: (options: O) => Promise<{ start: number }>): void {
  const options = JSON.parse(process.argv[2] ?? '{}') as O;
  work(options).then(
    ({ start }) => console.log(performance.now() - start),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
