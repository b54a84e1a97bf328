/** There are no facts about an app. */
export const RowFacts = () => null;
