import type { Language } from '../../../delivery';

interface VerificationTexts {
  subject: string;
  lead: string;
  how: string;
  notYou: string;
  when: string;
  by: string;
  closing: string;
}

/** `{site}`, `{by}`, and `{minutes}` are filled in. The code is never part of a subject. */
export const TEXTS: Record<Language, VerificationTexts> = {
  en: {
    subject: 'A code to prove it’s you on {site}',
    lead: 'You’re talking to an administrator ({by}) about your account on {site}. Read this code to them, so that they know it’s you:',
    how: 'It works once, for {minutes} minutes, and only for {by}. It can’t be used to log in, so don’t enter it anywhere.',
    notYou:
      'If you didn’t contact {by}, don’t give this code to anyone, even if they ask for it. Someone may be pretending to be you. Tell another administrator.',
    when: 'When',
    by: 'Requested by',
    closing: 'This is an automatic security email from {site}.',
  },
  de: {
    subject: 'Ein Code, mit dem Sie sich für {site} ausweisen',
    lead: 'Sie sprechen gerade mit einem Administrator ({by}) über Ihr Konto auf {site}. Lesen Sie ihm diesen Code vor, damit er weiß, dass Sie es sind:',
    how: 'Er gilt einmal, {minutes} Minuten lang und nur für {by}. Anmelden kann sich damit niemand. Geben Sie ihn nirgends ein.',
    notYou:
      'Wenn Sie sich nicht an {by} gewandt haben, geben Sie diesen Code niemandem, auch nicht auf Nachfrage. Vielleicht gibt sich jemand für Sie aus. Sagen Sie es einem anderen Administrator.',
    when: 'Wann',
    by: 'Angefordert von',
    closing: 'Dies ist eine automatische Sicherheitsmail von {site}.',
  },
  fr: {
    subject: 'Un code pour prouver votre identité sur {site}',
    lead: 'Vous êtes en contact avec un administrateur ({by}) au sujet de votre compte sur {site}. Lisez-lui ce code pour qu’il sache que c’est bien vous :',
    how: 'Il fonctionne une seule fois, pendant {minutes} minutes, et uniquement pour {by}. Il ne permet pas de se connecter : ne le saisissez nulle part.',
    notYou:
      'Si vous n’avez pas contacté {by}, ne donnez ce code à personne, même si on vous le demande. Quelqu’un se fait peut-être passer pour vous. Prévenez un autre administrateur.',
    when: 'Quand',
    by: 'Demandé par',
    closing: 'Ceci est un e-mail de sécurité automatique de {site}.',
  },
  es: {
    subject: 'Un código para demostrar su identidad en {site}',
    lead: 'Está hablando con un administrador ({by}) sobre su cuenta en {site}. Léale este código para que sepa que es usted:',
    how: 'Sirve una sola vez, durante {minutes} minutos, y solo para {by}. No permite iniciar sesión, así que no lo introduzca en ningún sitio.',
    notYou:
      'Si no se ha puesto en contacto con {by}, no dé este código a nadie, aunque se lo pidan. Puede que alguien se esté haciendo pasar por usted. Avise a otro administrador.',
    when: 'Cuándo',
    by: 'Solicitado por',
    closing: 'Este es un correo de seguridad automático de {site}.',
  },
  'pt-BR': {
    subject: 'Um código para provar que é você em {site}',
    lead: 'Você está falando com um administrador ({by}) sobre a sua conta em {site}. Leia este código para que ele saiba que é você:',
    how: 'Ele funciona uma única vez, por {minutes} minutos, e apenas para {by}. Não serve para entrar, então não o digite em lugar nenhum.',
    notYou:
      'Se você não entrou em contato com {by}, não passe este código a ninguém, mesmo que peçam. Alguém pode estar se passando por você. Avise outro administrador.',
    when: 'Quando',
    by: 'Solicitado por',
    closing: 'Este é um e-mail de segurança automático de {site}.',
  },
  ja: {
    subject: '{site} のご本人確認コード',
    lead: '{site} のアカウントについて、管理者（{by}）とお話し中のはずです。ご本人であることを確認するため、次のコードを管理者に読み上げてください。',
    how: 'このコードは {minutes} 分間、{by} に対して 1 回だけ有効です。ログインには使えません。どこにも入力しないでください。',
    notYou:
      '{by} に連絡した覚えがない場合は、尋ねられてもこのコードを誰にも教えないでください。誰かがあなたになりすましている可能性があります。別の管理者に知らせてください。',
    when: '日時',
    by: '依頼した管理者',
    closing: 'これは {site} からの自動セキュリティメールです。',
  },
  'zh-Hans': {
    subject: '用于在 {site} 证明您本人身份的代码',
    lead: '您正在与管理员（{by}）沟通您在 {site} 上的账户。请把这个代码读给对方，以便对方确认是您本人：',
    how: '代码在 {minutes} 分钟内有效，只能使用一次，并且只对 {by} 有效。它不能用于登录，请不要在任何地方输入。',
    notYou: '如果您没有联系过 {by}，即使有人索要，也不要把此代码告诉任何人。可能有人正在冒充您。请告知另一位管理员。',
    when: '时间',
    by: '请求者',
    closing: '这是来自 {site} 的自动安全邮件。',
  },
};
