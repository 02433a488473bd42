import { Device } from '../records';
import { Installation, PlannedMeter } from './migration-files';
import { Random } from './random';
import { firmware, manufacturer } from './texts';
import { AFFILIATES, DISTRIBUTORS, ONE_PARTY, SUPPLIERS, chfId } from './world';

/** Installation number n: its ids follow from n. */
export function someInstallation(random: Random, number: number): Installation {
  const [electricity, gas] = fuels(random, number);
  const chf = chfId(number);
  return {
    chf,
    tbc: random.chance(0.6),
    electricity,
    gas,
    devices: devices(random, chf, electricity !== null, gas !== null),
  };
}

function fuels(random: Random, number: number): [PlannedMeter | null, PlannedMeter | null] {
  const [first, second] = random.weighted<() => [string | null, string | null]>([
    [5, () => sameSupplier(random)],
    [4, () => [random.pick(SUPPLIERS), random.pick(SUPPLIERS)]],
    [3, () => random.pick(AFFILIATES)],
    [2, () => random.shuffled(ONE_PARTY) as [string, string]],
    [2, () => [random.pick(SUPPLIERS), null]],
    [2, () => [null, random.pick(SUPPLIERS)]],
  ])();
  const serial = String(number).padStart(9, '0');
  const mpan = `${random.pick(DISTRIBUTORS)}${serial}${random.integer(10, 99)}`;
  const mprn = random.pick([`${number + 1}`, `00${serial}`, `${serial}1234`, serial]);
  return [meter(random, mpan, first), meter(random, mprn, second)];
}

function sameSupplier(random: Random): [string, string] {
  const supplier = random.pick(SUPPLIERS);
  return [supplier, supplier];
}

function meter(random: Random, mpxn: string, supplier: string | null): PlannedMeter | null {
  return supplier === null ? null : { mpxn, supplier, active: random.chance(0.6), ma: null };
}

/** In any order, with gaps; now and then two of one type, of which the first is reported. */
function devices(random: Random, chf: string, electricity: boolean, gas: boolean): Device[] {
  const types = ['GPF', 'PPMID', 'IHD', 'CAD', 'HCALCS'].filter(() => random.chance(0.5));
  if (electricity) types.push('ESME');
  if (gas) types.push('GSME');
  if (random.chance(0.1)) types.push(random.pick(types.length > 0 ? types : ['IHD']));
  const others = types.map((type, at) =>
    device(random, `${chf.slice(0, -2)}${(0xa1 + at).toString(16)}`.toUpperCase(), type),
  );
  return random.shuffled([device(random, chf, 'CHF'), ...others]);
}

function device(random: Random, id: string, type: string): Device {
  return {
    id,
    type,
    manufacturer: manufacturer(random),
    model: manufacturer(random),
    firmware: random.chance(0.3) ? null : firmware(random),
  };
}
