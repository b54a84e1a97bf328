import { useWhen } from './use-when';

/** A time in words, with the exact moment in its tooltip. `ahead`: a time to come. */
export const When = ({ iso, ahead = false }: { iso: string; ahead?: boolean }) => {
  const when = useWhen();
  return (
    <time dateTime={iso} title={when.moment(iso)}>
      {ahead ? when.relative(iso) : when.ago(iso)}
    </time>
  );
};
