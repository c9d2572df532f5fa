// Talking to the API: what is sent, and what a refusal becomes.
import { describe, expect, it, vi } from 'vitest';
import { problem, serve } from '../test/render';
import { ApiError, fieldErrors, OfflineError, request } from './client';
import { keyHere } from './place';

describe('a request', () => {
  it('brings the CSRF token when it changes something', async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no cookie store
    document.cookie = 'csrftoken=s3cret';
    const calls = serve({ 'POST /api/x/': { ok: true }, 'GET /api/x/': {} });
    await request('/api/x/', { method: 'POST', body: { a: 1 } });
    await request('/api/x/');
    expect(calls.map((call) => call.headers.get('X-CSRFToken'))).toEqual(['s3cret', null]);
    expect(calls[0]?.body).toEqual({ a: 1 });
  });

  it('says which workspace it writes to where there are several, and leaves when it is no more', async () => {
    const assign = vi.fn();
    vi.stubGlobal('location', { ...window.location, assign });
    const one = (slug: string, current: boolean) => ({ slug, name: slug, current });
    const shell = (workspaces: object[]) => {
      document.body.innerHTML = `<script type="application/json" id="session">${JSON.stringify({ username: 'ada', workspaces })}</script>`;
    };
    const calls = serve({ 'POST /api/x/': {}, 'GET /api/x/': {} });
    shell([one('main', true)]);
    await request('/api/x/', { method: 'POST' });
    shell([one('main', false), one('lab', true)]);
    await request('/api/x/', { method: 'POST' });
    await request('/api/x/');
    expect(calls.map((call) => call.headers.get('X-Workspace'))).toEqual([null, 'lab', null]);
    expect(keyHere('fermata.try', 'flow')).toBe('fermata.try.lab/flow');
    const headers = { 'X-Workspace-Changed': '1' };
    vi.stubGlobal('fetch', async () => Response.json({ status: 409 }, { status: 409, headers }));
    await expect(request('/api/x/', { method: 'POST' })).rejects.toBeInstanceOf(ApiError);
    expect(assign).toHaveBeenCalledExactlyOnceWith('/');
    document.body.innerHTML = '';
    expect(keyHere('fermata.try', 'flow')).toBe('fermata.try.flow');
  });

  it('leaves empty filters out of the address', async () => {
    const calls = serve({ 'GET /api/runs/': {} });
    await request('/api/runs/', { query: { status: 'failed', q: '', tag: undefined } });
    expect(String(calls[0]?.query)).toBe('status=failed');
  });

  it('turns a problem document into an error that names the fields', async () => {
    const errors = [{ code: 'required', detail: 'This is needed.', attr: 'name' }];
    serve({ 'POST /api/x/': problem(400, 'The name is missing.', errors) });
    const error = await request('/api/x/', { method: 'POST', body: {} }).catch((e) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: 'required', correlationId: 'abc123' });
    expect(fieldErrors(error)).toEqual({ name: 'This is needed.' });
  });

  it('keeps the number of what broke, not of every refusal', async () => {
    const headers = { 'X-Request-Id': 'f00' };
    const answer = (status: number) =>
      vi.stubGlobal('fetch', async () =>
        Response.json({ code: 'error', status }, { status, headers }),
      );
    answer(500);
    await expect(request('/api/x/')).rejects.toMatchObject({ code: 'error', correlationId: 'f00' });
    answer(409);
    await expect(request('/api/x/')).rejects.toMatchObject({ correlationId: '' });
  });

  it('survives an error page that is no JSON', async () => {
    vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(request('/api/x/')).rejects.toMatchObject({ status: 502 });
  });

  it('tells a missing answer from a refusal', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(request('/api/x/')).rejects.toBeInstanceOf(OfflineError);
  });
});
