import { Link } from '@tanstack/react-router';
import { Empty } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/layout/page.tsx';

export function NotFoundPage() {
  return (
    <Page title="No such page">
      <Empty title="There is nothing at this address" action={<Link to="/">Go to Home</Link>}>
        The link may be old, or a character of it got lost.
      </Empty>
    </Page>
  );
}
