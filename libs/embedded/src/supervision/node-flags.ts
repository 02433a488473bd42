/**
 * How every service's Node is started; the image's entry point says the same. Nest is published as ES modules, of which
 * Node 20 warns at every start. Reading a file makes short-lived objects only: with 16 MiB, V8's own choice, they fill the
 * young generation so often that many are kept, and collecting them takes a sixth of the time.
 */
export const NODE_FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=32'] as const;
