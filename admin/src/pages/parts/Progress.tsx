import { Box } from '@strapi/design-system';

interface ProgressProps {
  value: number;
  max: number;
  label: string;
}

/** A progress bar. The design system's works only on dark backgrounds. */
export const Progress = ({ value, max, label }: ProgressProps) => {
  const share = max === 0 ? 0 : Math.min(100, (value / max) * 100);
  return (
    <Box
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      background="neutral200"
      hasRadius
      overflow="hidden"
      height="6px"
      width="100%"
    >
      <Box background="primary600" height="100%" style={{ width: `${share}%`, transition: 'width 200ms' }} />
    </Box>
  );
};
