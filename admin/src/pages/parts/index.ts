/**
 * Components shared by the pages: a box with a heading, times in words, a confirmation, and the result of an action.
 */
export { Confirm } from './Confirm';
export { CoverageBar, percentOf, PRESSING, STATUSES, Swatch, useCoverageWords } from './CoverageBar';
export { Disclosure } from './Disclosure';
export { FactList } from './FactList';
export { Fold, FoldButton, useFold } from './Fold';
export { ExportCard, useExport } from './Export';
export { choiceFilter, FilterButton, FilterPanel, FilterTags, type Choice, type FilterField } from './Filters';
export { PartFailed } from './PartFailed';
export { Progress } from './Progress';
export { Rows } from './Rows';
export { Section, SectionHeading } from './Section';
export { SessionProof } from './SessionProof';
export { SheetTitle } from './SheetTitle';
export { standingOf } from './status';
export { StatusBadge } from './StatusBadge';
export { useEventWords } from './use-event-words';
export { useReport } from './use-report';
export { pick, useUrl } from './use-url';
export { useWhen } from './use-when';
export { When } from './When';
