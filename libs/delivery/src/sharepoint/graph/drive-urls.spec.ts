import { DriveUrls } from './drive-urls';

describe('DriveUrls', () => {
  it.each([
    ['https://graph.microsoft.com', 'https://graph.microsoft.com/v1.0'],
    ['https://graph.microsoft.com/', 'https://graph.microsoft.com/v1.0'],
    ['https://graph.microsoft.us/v1.0', 'https://graph.microsoft.us/v1.0'],
    ['http://127.0.0.1:4010/v1.0/', 'http://127.0.0.1:4010/v1.0'],
  ])('takes the base URL %s with or without its version', (baseUrl, api) => {
    expect(new DriveUrls(baseUrl, 'b!1').api).toBe(api);
  });

  it('asks for the scope of the cloud it talks to', () => {
    const china = new DriveUrls('https://microsoftgraph.chinacloudapi.cn/v1.0', 'b!1');
    expect(china.scope).toBe('https://microsoftgraph.chinacloudapi.cn/.default');
  });

  it('encodes each segment once, the signs that cut a URL included', () => {
    const urls = new DriveUrls('https://g', 'b!1');
    expect(urls.childContent('01A', 'S1MIG_20200309#06 50%.csv')).toBe(
      'https://g/v1.0/drives/b!1/items/01A:/S1MIG_20200309%2306%2050%25.csv:/content?@microsoft.graph.conflictBehavior=fail',
    );
    expect(urls.byPath(['Reports #1', 'PXX999 Example Energy'])).toBe(
      'https://g/v1.0/drives/b!1/root:/Reports%20%231/PXX999%20Example%20Energy',
    );
    expect(urls.byPath([])).toBe('https://g/v1.0/drives/b!1/root');
  });
});
