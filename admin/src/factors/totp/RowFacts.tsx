/** An app says nothing about itself. */
export const RowFacts = () => null;
