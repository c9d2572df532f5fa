// Files that somebody is handing in: sent at once, taken back while nothing names them.
import { useEffect, useRef, useState } from 'react';
import { ApiError, request } from '../../api/client';
import { newId } from '../../api/ids';
import { refusalOf } from '../../api/refusals';
import type { FileBrief } from '../../api/types';
import { upload } from '../../api/upload';
import { text } from '../../strings';
import { explain } from '../ErrorState';
import { addressOfFile } from './FileLink';

const MOST_BYTES = 10 * 1024 * 1024;

export interface Upload {
  key: string;
  name: string;
  size: number;
  /** How much was sent, from 0 to 1. */
  part: number;
  /** Once it is there. */
  file?: FileBrief;
  /** Why it could not be sent. */
  wrong?: string;
}

const sentence = (error: unknown): string =>
  error instanceof ApiError ? refusalOf(error) : explain(error).what;

export function useUploads(task?: string, start: FileBrief[] = []) {
  const [uploads, setUploads] = useState<Upload[]>(() =>
    start.map((file) => ({ key: file.id, name: file.name, size: file.size, part: 1, file })),
  );
  const calls = useRef(new Map<string, AbortController>());
  const patch = (key: string, part: Partial<Upload>) =>
    setUploads((all) => all.map((item) => (item.key === key ? { ...item, ...part } : item)));
  // Whoever leaves sends nothing any more.
  useEffect(() => {
    const open = calls.current;
    return () => {
      for (const call of open.values()) call.abort();
    };
  }, []);

  async function send(file: File): Promise<FileBrief | null> {
    const key = newId();
    const base = { key, name: file.name, size: file.size, part: 0 };
    if (file.size > MOST_BYTES) {
      setUploads((all) => [...all, { ...base, wrong: text.files.tooLarge }]);
      return null;
    }
    setUploads((all) => [...all, base]);
    const call = new AbortController();
    calls.current.set(key, call);
    try {
      const onProgress = (part: number) => patch(key, { part });
      const kept = await upload(file, { task, onProgress, signal: call.signal });
      patch(key, { file: kept, part: 1 });
      return kept;
    } catch (error) {
      if (!call.signal.aborted) patch(key, { wrong: sentence(error) });
      return null;
    } finally {
      calls.current.delete(key);
    }
  }

  function remove(key: string): void {
    calls.current.get(key)?.abort();
    const gone = uploads.find((item) => item.key === key);
    setUploads((all) => all.filter((item) => item.key !== key));
    // One that something names already stays; the page need not say so.
    if (gone?.file) void request(addressOfFile(gone.file.id), { method: 'DELETE' }).catch(() => {});
  }

  return {
    uploads,
    files: uploads.flatMap(({ file }) => (file ? [file] : [])),
    isBusy: uploads.some(({ file, wrong }) => !file && !wrong),
    send,
    remove,
    /** Forget them: they belong to what was sent. */
    clear: () => setUploads([]),
  };
}

export type Uploads = ReturnType<typeof useUploads>;
