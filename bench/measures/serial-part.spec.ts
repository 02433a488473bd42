import { serialPart, speedUp } from './serial-part';

describe('the serial part', () => {
  const measured = (serial: number) =>
    [1, 2, 4].map((workers) => ({ workers, speedUp: speedUp(workers, serial) }));

  it('is found again from speed-ups that follow Amdahl', () => {
    for (const serial of [0, 0.05, 0.5, 1]) expect(serialPart(measured(serial))).toBeCloseTo(serial, 10);
  });

  it('is nothing when workers help more than they can', () => {
    expect(serialPart([{ workers: 2, speedUp: 2.2 }])).toBe(0);
  });
});
