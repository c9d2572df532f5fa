// The query string of a list, as views keep it; pure.

const sorted = (params: URLSearchParams): string => {
  const copy = new URLSearchParams([...params].filter(([, value]) => value));
  copy.sort();
  return copy.toString();
};

/** What a view of this list keeps. */
export const queryOf = (params: URLSearchParams): string => params.toString();

/** Whether a view shows this list, in whatever order its parameters stand. */
export const isSameList = (query: string, params: URLSearchParams): boolean =>
  query !== '' && sorted(new URLSearchParams(query)) === sorted(params);
