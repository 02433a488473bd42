import { Instant } from '../instants';
import { AuthorisationBook } from './authorisation-book';
import { Installation, McfReference, PlannedMeter } from './migration-files';
import { Random } from './random';
import { DCC, SUPPLIERS } from './world';

type Reference = PlannedMeter['ma'];

/**
 * Gives the installation the MA records that its MCF record names: one over both meters, one for each, the DCC's, one
 * that is not here, somebody else's; or MA records that only a completion response links.
 */
export function planAuthorisations(
  random: Random,
  book: AuthorisationBook,
  one: Installation,
  reference: McfReference,
  start: Instant,
): Installation {
  const own = [one.electricity?.supplier, one.gas?.supplier].filter((id) => id !== undefined);
  const mpan = one.electricity?.mpxn ?? '';
  const mprn = one.gas?.mpxn ?? '';
  const authorise = (submitter: string, supplier: string, meters: [string, string]): Reference => {
    const { file, record } = book.add(submitter, supplier, ...meters, start);
    record.used = { reference, chf: one.chf, start };
    return { file: file.file, record: record.record };
  };
  const supplier = random.pick(own);
  const combined = (): [Reference, Reference] => {
    const ma = authorise(supplier, random.chance(0.9) ? supplier : random.pick(own), [mpan, mprn]);
    return random.pick<[Reference, Reference]>([
      [ma, ma],
      [ma, null],
      [null, ma],
    ]);
  };
  const each = (): [Reference, Reference] => [
    one.electricity && random.chance(0.9) ? authorise(own[0]!, own[0]!, [mpan, '']) : null,
    one.gas && random.chance(0.9) ? authorise(own.at(-1)!, own.at(-1)!, ['', mprn]) : null,
  ];
  const [electricity, gas] = random.weighted<() => [Reference, Reference]>([
    [5, combined],
    [5, each],
    [2, () => [authorise(DCC, supplier, [mpan, mprn]), null]],
    [2, () => [null, authorise(random.pick(SUPPLIERS), random.pick(SUPPLIERS), [mpan, mprn])]],
    [2, () => (authorise(supplier, supplier, [mpan, mprn]), [null, null])], // only completions may link it
    [1, () => [{ file: 'MA_CGI_not here', record: 1 }, null]],
    [2, () => [null, null]],
  ])();
  const named = (meter: PlannedMeter | null, ma: Reference): PlannedMeter | null => meter && { ...meter, ma };
  return { ...one, electricity: named(one.electricity, electricity), gas: named(one.gas, gas) };
}
