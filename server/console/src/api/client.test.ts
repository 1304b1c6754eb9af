import { request } from './client';

describe('a call as a request', () => {
  test('path parameters leave the query, what is empty is not sent', () => {
    const { url, body } = request('GET', '/api/groups/:id/members', {
      id: 'a/b',
      q: '林',
      limit: 50,
      cursor: undefined,
    });
    expect(url).toBe('/api/groups/a%2Fb/members?q=%E6%9E%97&limit=50');
    expect(body).toBeUndefined();
  });

  test('what is written goes into the body without the path’s own', () => {
    const { url, body } = request('PUT', '/api/activities/:id', { id: 'act_1', version: 2 });
    expect(url).toBe('/api/activities/act_1');
    expect(JSON.parse(body as string)).toEqual({ version: 2 });
  });
});
