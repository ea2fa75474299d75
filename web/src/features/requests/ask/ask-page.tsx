import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { Page, WithSide } from '../../../ui/layout/page.tsx';
import classes from './ask.module.css';
import { BasketForm, BasketItems } from './basket-pane.tsx';
import { CatalogPane } from './catalog-pane.tsx';
import { PersonField } from './person-field.tsx';
import { type Basket, useBasket } from './use-basket.ts';
import { useSend } from './use-send.ts';

/** Request: search, basket, how long, why; and before it is sent who will approve (REQ-1). */
export function AskPage() {
  const basket = useBasket();
  const send = useSend(basket);
  const isNarrow = useMediaQuery('(max-width: 1080px)', false, { getInitialValueInEffect: false }) ?? false;
  const note = <span className={classes.note}>Nothing reaches AWS before it is approved</span>;
  if (isNarrow) {
    return (
      <Page title="Request access">
        <div className={classes.narrow}>
          <PersonField basket={basket} />
          <CatalogPane basket={basket} />
        </div>
        <Sheet basket={basket} send={send} />
      </Page>
    );
  }
  return (
    <Page title="Request access" actions={note}>
      <WithSide
        width={400}
        side={
          <div className={classes.basket}>
            <BasketHead basket={basket} />
            <BasketItems basket={basket} />
            {basket.items.length > 0 ? <BasketForm basket={basket} send={send} /> : null}
          </div>
        }
      >
        <CatalogPane basket={basket} />
      </WithSide>
    </Page>
  );
}

function BasketHead({ basket }: { basket: Basket }) {
  return (
    <div className={classes.basketHead}>
      <h2>
        Basket <span>{basket.items.length}</span>
      </h2>
      <PersonField basket={basket} />
    </div>
  );
}

/** On the phone: a bar at the foot that says what is in the basket, and a sheet with the rest. */
function Sheet({ basket, send }: { basket: Basket; send: ReturnType<typeof useSend> }) {
  const [isOpen, setOpen] = useState(false);
  const count = basket.items.length;
  useEffect(() => {
    if (count === 0) setOpen(false);
  }, [count]);
  if (count === 0) return null;
  const title = `${count} in the basket`;
  return (
    <>
      <div className={classes.foot}>
        <span>
          <strong>{title}</strong>
          <span>{basket.items.map(({ name }) => name).join(', ')}</span>
        </span>
        <Button variant="filled" size="lg" onClick={() => setOpen(true)}>
          Continue
        </Button>
      </div>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        position="bottom"
        size="auto"
        title={title}
        closeButtonProps={{ 'aria-label': 'Back to the catalog' }}
        classNames={{ content: classes.sheet, body: classes.sheetBody, header: classes.sheetHead }}
      >
        <BasketItems basket={basket} />
        <BasketForm basket={basket} send={send} />
      </Drawer>
    </>
  );
}
