import { CodesOnly } from './codes-only';

const after = (attributes: Record<string, string>): unknown => {
  const event = { name: 'exception', time: [0, 0] as [number, number], attributes };
  new CodesOnly().onEnd({ events: [event] });
  return event.attributes;
};

describe('CodesOnly', () => {
  it('leaves the code of an error, and neither its message nor its stack', () => {
    const text = 'DELIVERY.FOLDER_MISSING: There is no folder "SUP001 Albion Energy"';
    expect(
      after({ 'exception.message': text, 'exception.stacktrace': text, 'exception.type': 'Error' }),
    ).toEqual({
      'exception.message': 'DELIVERY.FOLDER_MISSING',
      'exception.type': 'Error',
    });
  });

  it('leaves nothing of an error without a code', () => {
    const text = 'No folder "SUP001: Albion Energy"';
    expect(after({ 'exception.message': text })).toEqual({ 'exception.message': 'see the logs' });
  });
});
