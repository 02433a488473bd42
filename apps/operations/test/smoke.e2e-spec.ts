import { InProcessPipeline } from '../../../test/support/in-process-pipeline';
import { startOperations } from '../../../test/support/operations-app';

it('smoke', async () => {
  const pipeline = await InProcessPipeline.open();
  const operations = await startOperations(pipeline);
  try {
    for (const path of ['/health/live','/health/ready','/v1/slots','/v1/me','/openapi.json','/api','/queues','/queues/api/queues','/metrics','/v1/queues','/v1/nix','/v1/slots/5','/v1/slots?limit=x','/v1/explain?chf=00-00-00-00-00-00-00-01','/', '/assets/chart/chart.umd.js','/v1/preview?report=S1MIG-001&recipient=70B3D51F3000A001&at=2020-03-09T06:00:00Z'])
      for (const token of [null, undefined]) {
        const r = await operations.request('GET', path, token === null ? { token } : {});
        console.log(path, token, r.status, r.headers.get('content-type'), (await r.text()).slice(0, 300));
      }
    const r = await operations.request('POST', '/v1/slots/requeue', { body: { ids: ['1'], reason: 'because' } });
    console.log(r.status, await r.text());
    const r2 = await fetch(operations.url + '/v1/slots/requeue', { method: 'POST', headers: { authorization: 'Bearer the-administrator-of-tests', 'content-type': 'application/json' }, body: '{' });
    console.log(r2.status, await r2.text());
    require('fs').writeFileSync('/tmp/openapi.json', await (await operations.request('GET', '/openapi.json')).text());
  } finally {
    await operations.close();
    await pipeline.close();
  }
});
