import { useWhen } from './use-when';

/** A time in words, with the exact time in its tooltip. `ahead`: a time in the future. */
export const When = ({ iso, ahead = false }: { iso: string; ahead?: boolean }) => {
  const when = useWhen();
  return (
    <time dateTime={iso} title={when.moment(iso)}>
      {ahead ? when.relative(iso) : when.ago(iso)}
    </time>
  );
};
