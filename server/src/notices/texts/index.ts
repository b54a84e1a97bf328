import type { Language } from '../../delivery';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { ja } from './ja';
import { ptBR } from './pt-BR';
import type { NoticeTexts } from './shape';
import { zhHans } from './zh-Hans';

export type { EventText, NoticeTexts } from './shape';

export const NOTICE_TEXTS: Record<Language, NoticeTexts> = { en, de, fr, es, 'pt-BR': ptBR, ja, 'zh-Hans': zhHans };
