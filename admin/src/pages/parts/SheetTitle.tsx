import { useEffect, useRef } from 'react';

import { Modal } from '@strapi/design-system';

/** The heading of a step in an open dialog. It takes the focus, so that the new step is announced. */
export const SheetTitle = ({ children }: { children: string }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Modal.Title ref={heading} variant="beta" tabIndex={-1} style={{ outline: 'none' }}>
      {children}
    </Modal.Title>
  );
};
