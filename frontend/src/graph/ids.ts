/** Ids that people can read and expressions can name (`nodes.manager_review`). */

/** Makes "Manager review" or "docs.DocumentApproval" into `manager_review`, `document_approval`. */
export function slugOf(words: string): string {
  const slug = words
    .slice(words.lastIndexOf('.') + 1)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  if (slug === '') return 'node';
  return /^[a-z]/.test(slug) ? slug : `n_${slug}`;
}

/** Returns `base`, or `base_2`, `base_3` … when taken, and counts on from a number that is there. */
export function freshId(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  const stem = base.replace(/_\d+$/, '');
  let number = 2;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

export function idsOf(items: readonly { id: string }[]): Set<string> {
  return new Set(items.map((item) => item.id));
}

export function freshEdgeId(taken: ReadonlySet<string>): string {
  let number = taken.size + 1;
  while (taken.has(`e${number}`)) number += 1;
  return `e${number}`;
}
