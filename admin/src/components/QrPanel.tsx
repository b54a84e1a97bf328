import { styled } from 'styled-components';

import { useWords } from '../i18n';

/**
 * White with a quiet zone in both themes, because scanners need dark on light. At this size, a module has at least 4.5
 * pixels.
 */
const Tile = styled.div`
  background: #ffffff;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  display: inline-block;
  line-height: 0;
  max-width: 100%;

  svg {
    height: auto;
    max-width: 100%;
    width: 25.6rem;
  }
`;

const PREFIX = 'data:image/svg+xml;base64,';

interface Drawing {
  box: string;
  paths: { d: string; fill?: string; stroke?: string }[];
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

/** The shapes of the image. Only these are drawn, so nothing else in the answer becomes part of the page. */
const drawingOf = (source: string): Drawing => {
  const svg = source.startsWith(PREFIX) ? window.atob(source.slice(PREFIX.length)) : '';
  const paths = [...svg.matchAll(/<path [^>]*>/g)].map(([tag]) => ({
    d: attribute(tag, 'd') ?? '',
    fill: attribute(tag, 'fill'),
    stroke: attribute(tag, 'stroke'),
  }));
  return { box: attribute(svg, 'viewBox') ?? '0 0 1 1', paths };
};

/**
 * Drawn into the page instead of an image, so that it also works if the content security policy has no `data:` under
 * `img-src`.
 * @param source the SVG data URI from the server
 */
export const QrPanel = ({ source }: { source: string }) => {
  const t = useWords('shared');
  const { box, paths } = drawingOf(source);
  return (
    <Tile>
      <svg role="img" aria-label={t('qr.label')} viewBox={box} shapeRendering="crispEdges" width={256} height={256}>
        {paths.map(({ d, fill, stroke }) => (
          <path key={d} d={d} fill={fill ?? 'none'} stroke={stroke} />
        ))}
      </svg>
    </Tile>
  );
};
