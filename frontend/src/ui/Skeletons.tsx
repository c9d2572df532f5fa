// Skeletons in the shape of what is coming.
import { Skeleton } from '@mantine/core';
import { text } from '../strings';

const lineAbove = { borderTop: '1px solid var(--f-line)' };
const line = { borderBottom: '1px solid var(--f-line)' };

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Rows of two lines, as in the inbox and the run list. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" aria-label={text.common.loading}>
      {numbers(rows).map((row) => (
        <div
          key={row}
          style={{ ...(row > 0 && lineAbove), display: 'flex', gap: 16, padding: '14px 16px' }}
        >
          <div style={{ flex: 1 }}>
            <Skeleton height={12} width={`${46 - (row % 3) * 9}%`} />
            <Skeleton height={10} width={`${30 + (row % 2) * 10}%`} mt={10} />
          </div>
          <Skeleton height={18} width={84} radius={9} />
        </div>
      ))}
    </div>
  );
}

/** Cards in a grid, as on the dashboard and in the template gallery. */
export function SkeletonCards({ cards = 3, height = 120 }: { cards?: number; height?: number }) {
  return (
    <div
      role="status"
      aria-label={text.common.loading}
      style={{
        display: 'grid',
        gap: 16,
        gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))',
      }}
    >
      {numbers(cards).map((card) => (
        <Skeleton key={card} height={height} radius={12} />
      ))}
    </div>
  );
}

/** Lines of text, as in a side panel. */
export function SkeletonText({ lines = 4 }: { lines?: number }) {
  return (
    <div role="status" aria-label={text.common.loading}>
      {numbers(lines).map((index) => (
        <Skeleton key={index} height={11} width={`${88 - (index % 3) * 17}%`} mb={12} />
      ))}
    </div>
  );
}

/** A header and a ground, while a whole page is on its way. */
export function SkeletonPage() {
  return (
    <div role="status" aria-label={text.common.loading} style={{ flex: 1, minWidth: 0 }}>
      <div style={{ ...line, background: 'var(--f-surface)', height: 56, padding: '18px 20px' }}>
        <Skeleton height={18} width={180} />
      </div>
      <div style={{ padding: 20, maxWidth: 1280 }}>
        <Skeleton height={12} width="40%" mb={16} />
        <Skeleton height={160} radius={12} />
      </div>
    </div>
  );
}
