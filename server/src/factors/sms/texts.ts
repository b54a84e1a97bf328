import type { CodeUse } from '../code-channel';
import type { Language } from '../../delivery';

/** Short, because every 70 or 160 characters cost a message. */
export const TEXTS: Record<Language, Record<Exclude<CodeUse, 'first_factor'>, string>> = {
  en: {
    sign_in: '{code} is your login code for {site}. Don’t share it.',
    enrollment: '{code} confirms this number for {site}. If this wasn’t you, ignore it.',
  },
  de: {
    sign_in: '{code} ist Ihr Anmeldecode für {site}. Geben Sie ihn nicht weiter.',
    enrollment: '{code} bestätigt diese Nummer für {site}. Wenn Sie das nicht waren, ignorieren Sie es.',
  },
  fr: {
    sign_in: '{code} est votre code de connexion pour {site}. Ne le partagez pas.',
    enrollment: '{code} confirme ce numéro pour {site}. Si ce n’était pas vous, ignorez ce message.',
  },
  es: {
    sign_in: '{code} es su código de acceso a {site}. No lo comparta.',
    enrollment: '{code} confirma este número para {site}. Si no fue usted, ignore este mensaje.',
  },
  'pt-BR': {
    sign_in: '{code} é o seu código de acesso a {site}. Não o compartilhe.',
    enrollment: '{code} confirma este número para {site}. Se não foi você, ignore esta mensagem.',
  },
  ja: {
    sign_in: '{code} は {site} のログインコードです。誰にも教えないでください。',
    enrollment: '{code} は {site} で使う電話番号の確認コードです。心当たりがなければ無視してください。',
  },
  'zh-Hans': {
    sign_in: '{code} 是您的 {site} 登录验证码，请勿告诉他人。',
    enrollment: '{code} 用于确认您在 {site} 使用的手机号。如非本人操作，请忽略。',
  },
};
