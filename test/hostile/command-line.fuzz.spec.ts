import { Command, CommanderError } from 'commander';
import fc from 'fast-check';
import { createProgram } from '../../apps/cli/src/program';
import { UsageError } from '../../apps/cli/src/usage.error';
import { fuzz } from './fuzz';

/** The command line as it is, but for the work, which is not begun, and its words, which are kept. */
function program(): { root: Command; said: () => string } {
  let text = '';
  const root = createProgram(() => Promise.resolve());
  const output = { writeErr: (part: string) => (text += part), writeOut: (part: string) => (text += part) };
  for (const command of everyCommand(root)) command.configureOutput(output);
  return { root, said: () => text };
}

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

/** What is wrong with a command line; null: it would be run. Whatever else is thrown is a fault of the program. */
async function complaintAbout(args: readonly string[]): Promise<string | null> {
  const { root, said } = program();
  try {
    await root.parseAsync(args, { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    if (error instanceof CommanderError) return said();
    throw error;
  }
}

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '-',
    '--',
    '-1',
    '0',
    '1e3',
    '1.5',
    '+1',
    '٣',
    '0x10',
    'NaN',
    '99999999999999999999',
    '\0',
    '=1',

    '2020-03-02',
    '2020-02-30T00:00:00Z',
    '2020-03-02T24:00:00Z',
    '2020-03-02T00:00:60Z',
    '2020-03-02T00:00:00z',

    '2020-03-02T00:00:00+00:00',
    '+002020-03-02T00:00:00Z',
    '20200302T000000Z',
    ' 2020-03-02T00:00:00Z',
    'now',
    '../../etc/passwd',
    '$(id)',
    '\u001b[2J',
    '\u202e',
    'x'.repeat(100_000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const instant = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);

const { root } = program();
const commands = everyCommand(root).filter(({ commands: inner }) => inner.length === 0);
const pathOf = (command: Command): string[] =>
  command.parent ? [...pathOf(command.parent), command.name()] : [];
const flags = [...new Set(commands.flatMap(({ options }) => options.map(({ long }) => long ?? '')))];

const commandLine = fc
  .tuple(
    fc.constantFrom(...commands.map(pathOf)),
    fc.array(fc.tuple(fc.constantFrom(...flags), fc.oneof(oddText, instant)), { maxLength: 5 }),
    fc.array(oddText, { maxLength: 2 }),
  )
  .map(([path, options, operands]) => [...path, ...options.flat(), ...operands]);

describe('any command line', () => {
  fuzz('is run or refused with a reason', commandLine, expectRunOrReason, { runs: 2_000 });

  const noValue = oddText.filter((text) => !/^[\d\s-]|^$/.test(text));
  const valued = fc.constantFrom('--from', '--to', '--expires', '--workers', '--seed', '--weeks', '--role');
  fuzz(
    'is refused by the name of the option whose value is none',
    fc.tuple(valued, noValue),
    expectRefusalByName,
  );

  it('gives back the instants that were written', async () => {
    await fc.assert(
      fc.asyncProperty(instant, instant, async (from, to) => {
        const { root: fresh } = program();
        await fresh.parseAsync(['run', '--from', from, '--to', to], { from: 'user' });
        const given = fresh.commands
          .find((command) => command.name() === 'run')
          ?.opts<{ from: Date; to: Date }>();
        const written = [given?.from, given?.to].map((date) => date?.toISOString().replace('.000', ''));
        expect(written).toEqual([from, to]);
      }),
    );
  });
});

async function expectRunOrReason(args: readonly string[]): Promise<void> {
  const complaint = await complaintAbout(args);
  if (complaint !== null) expect(complaint).not.toBe('');
  expect(complaint ?? '').not.toMatch(/\n\s+at .*:\d+:\d+/);
}

async function expectRefusalByName([option, text]: [option: string, text: string]): Promise<void> {
  const command = commands.find(({ options }) => options.some(({ long }) => long === option));
  expect(await complaintAbout([...pathOf(command as Command), option, text])).toContain(option);
}
