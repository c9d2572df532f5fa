// One fetch wrapper for the API: the CSRF header, JSON both ways, problem+json as a typed error.
import { takeEarly } from '../early/asked';
import { CHANGED, leaveIfChanged, placeHeader } from './place';
import { faultOf } from './refusals';
import type { Problem, ProblemItem } from './types';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: ProblemItem[];
  readonly problem: Problem;
  /** Quote it in a report: the server's log has the same id. */
  readonly correlationId: string;

  constructor(problem: Problem, correlationId: string) {
    super(problem.detail || problem.title);
    this.status = problem.status;
    this.code = problem.code ?? problem.errors?.[0]?.code ?? problem.type;
    this.detail = problem.detail || problem.title;
    this.errors = problem.errors ?? [];
    this.problem = problem;
    this.correlationId = correlationId;
  }
}

/** The request did not reach the server, or its answer did not reach us. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  query?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

/** The token Django's CSRF check wants; from the page when the cookie is hidden from scripts. */
export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  return meta || cookie('csrftoken') || cookie('__Host-csrftoken');
}

function address(path: string, query: RequestOptions['query']): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const tail = params.toString();
  return tail ? `${path}${path.includes('?') ? '&' : '?'}${tail}` : path;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    detail: '',
  };
  try {
    const found: unknown = await response.json();
    if (typeof found !== 'object' || found === null) return fallback;
    return { ...fallback, ...found };
  } catch {
    return fallback;
  }
}

/** Every answer of the API has a number; only what broke is worth quoting. */
function idOf({ headers, status }: Response): string {
  const number = status >= 500 ? headers.get('X-Request-Id') : null;
  return headers.get('X-Correlation-ID') ?? number ?? '';
}

/** Call the API. `path` starts with `/api/`. Throws ApiError, or OfflineError without an answer. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET') Object.assign(headers, { 'X-CSRFToken': csrfToken() }, placeHeader());
  let response: Response;
  try {
    const where = address(path, options.query);
    const early = method === 'GET' ? takeEarly(where) : undefined;
    response = await (early ??
      fetch(where, {
        method,
        headers,
        body: options.body === undefined ? undefined : JSON.stringify(options.body),
        credentials: 'same-origin',
        signal: options.signal,
      }));
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new OfflineError(error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) {
    leaveIfChanged(response.status, response.headers.get(CHANGED));
    throw new ApiError(await problemOf(response), idOf(response));
  }
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

/** Send the person to the sign-in page and back here afterwards. */
export function goToSignIn(): void {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in/?next=${encodeURIComponent(here)}`);
}

/** Turn field errors into `{attr: sentence}`; what belongs to no field is under the empty key. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.errors.map((item) => [item.attr ?? '', faultOf(item)]));
}
