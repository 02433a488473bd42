import { generateSampleFiles } from '@app/migration-files';
import type { InputFile } from '../../../../../test/support/in-process-pipeline';
import { InProcessPipeline } from '../../../../../test/support/in-process-pipeline';

const SAMPLE = { seed: 5, from: '2020-03-02', weeks: 1, installationsPerDay: 3, suppliers: 4, dnos: 1 };

function authorisationFiles(): InputFile[] {
  return [...generateSampleFiles(SAMPLE)]
    .filter(({ name }) => /(^|\/)(ORG|MA|MAVR)[_-]/.test(name))
    .map(({ name, content }) => ({ path: name, bytes: content as Buffer }));
}

describe.each(['first', 'last'])('with authorisations that come %s', (when) => {
  let pipeline: InProcessPipeline;

  beforeAll(async () => {
    pipeline = await InProcessPipeline.open();
    const files = authorisationFiles();
    await pipeline.loadAll(when === 'first' ? files : files.reverse());
  });
  afterAll(() => pipeline.close());

  it('each response is owed to the supplier that submitted the authorisation, and to nobody if the DCC did', async () => {
    const found = await pipeline.dataSource.query<Record<string, unknown>[]>(`
      SELECT m.is_supplier_submitted, count(*) > 0 AS are_there,
             bool_and(r.owed_to IS NOT DISTINCT FROM
                      CASE WHEN m.is_supplier_submitted THEN m.authorising_party_id END) AS are_right
        FROM authorisation_response r JOIN authorisation m ON m.id = r.authorisation_id
       GROUP BY 1 ORDER BY 1`);
    expect(found).toEqual([
      { is_supplier_submitted: false, are_there: true, are_right: true },
      { is_supplier_submitted: true, are_there: true, are_right: true },
    ]);
  });
});
