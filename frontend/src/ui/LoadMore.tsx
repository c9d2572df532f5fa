// Below a list that comes page by page: the button that fetches the next one.
import { Button } from '@mantine/core';
import { text } from '../strings';
import table from './ListTable.module.css';

interface LoadMoreProps {
  /** A list as TanStack's infinite queries give it. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

export function LoadMore({ query }: LoadMoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className={table.more}>
      <Button
        variant="default"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {text.common.loadMore}
      </Button>
    </div>
  );
}
