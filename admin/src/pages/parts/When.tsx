import { useWhen } from './use-when';

/** A time in words, with the exact moment in its tooltip. */
export const When = ({ iso }: { iso: string }) => {
  const when = useWhen();
  return (
    <time dateTime={iso} title={when.moment(iso)}>
      {when.relative(iso)}
    </time>
  );
};
