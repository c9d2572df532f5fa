// Handing a file in: by XMLHttpRequest, because fetch does not tell how much has been sent.
import { ApiError, csrfToken, OfflineError } from './client';
import { CHANGED, leaveIfChanged, placeHeader } from './place';
import type { FileBrief, Problem } from './types';

export interface UploadOptions {
  /** The task that it is meant for. */
  task?: string;
  /** How much was sent, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

function failure(call: XMLHttpRequest): ApiError {
  const known = { type: 'about:blank', title: call.statusText, status: call.status, detail: '' };
  let told: Partial<Problem> = {};
  try {
    told = JSON.parse(call.responseText) as Partial<Problem>;
  } catch {
    // A proxy answers with a page of its own.
  }
  return new ApiError({ ...known, ...told }, call.getResponseHeader('X-Correlation-ID') ?? '');
}

/** Hand a file in. Throws ApiError, or OfflineError without an answer. */
export function upload(file: File, { task, onProgress, signal }: UploadOptions = {}) {
  return new Promise<FileBrief>((resolve, reject) => {
    const form = new FormData();
    form.append('file', file);
    if (task) form.append('task', task);
    const call = new XMLHttpRequest();
    call.open('POST', '/api/attachments/');
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('X-CSRFToken', csrfToken());
    for (const [name, value] of Object.entries(placeHeader())) call.setRequestHeader(name, value);
    call.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0);
    call.onload = () => {
      if (call.status < 300) resolve(JSON.parse(call.responseText) as FileBrief);
      else {
        leaveIfChanged(call.status, call.getResponseHeader(CHANGED));
        reject(failure(call));
      }
    };
    call.onerror = () => reject(new OfflineError(file.name));
    call.onabort = () => reject(new OfflineError(file.name));
    signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}
