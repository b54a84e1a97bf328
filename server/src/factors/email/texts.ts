import type { Language } from '../../delivery';

export interface CodeTexts {
  subject: string;
  lead: string;
  how: string;
  secret: string;
  notYou: string;
  when: string;
  browser: string;
  ip: string;
  closing: string;
  enrollSubject: string;
  enrollLead: string;
  enrollNotYou: string;
  firstSubject: string;
  firstLead: string;
}

/** `{site}` and `{minutes}` are filled in. The code is never part of a subject, because locked phones show subjects. */
export const TEXTS: Record<Language, CodeTexts> = {
  en: {
    subject: 'Your login code for {site}',
    lead: 'This is your code to log in to {site}:',
    how: 'It works once, for {minutes} minutes, and only on the page that requested it. A newer code replaces it.',
    secret: 'Nobody from {site} will ever ask you for it.',
    notYou: 'If this wasn’t you, someone knows your password. Change it now, and don’t share this code.',
    when: 'When',
    browser: 'Browser',
    ip: 'IP address',
    closing: 'You’re receiving this because someone requested a login code for {site}.',
    enrollSubject: 'Confirm your email address for {site}',
    enrollLead: 'Enter this code to receive login codes for {site} at this address:',
    enrollNotYou: 'If this wasn’t you, you can ignore this email. Without the code, this address won’t be used.',
    firstSubject: 'Your code to set up MFA on {site}',
    firstLead: 'This is your code to set up MFA for your account on {site}:',
  },
  de: {
    subject: 'Ihr Anmeldecode für {site}',
    lead: 'Das ist Ihr Code für die Anmeldung bei {site}:',
    how: 'Er gilt einmal, {minutes} Minuten lang und nur dort, wo er angefordert wurde. Ein neuerer Code ersetzt ihn.',
    secret: 'Niemand von {site} wird Sie je danach fragen.',
    notYou:
      'Wenn Sie das nicht waren, kennt jemand Ihr Passwort. Ändern Sie es sofort und geben Sie diesen Code nicht weiter.',
    when: 'Wann',
    browser: 'Browser',
    ip: 'IP-Adresse',
    closing: '{site} hat diese Nachricht gesendet, weil ein Anmeldecode angefordert wurde.',
    enrollSubject: 'Bestätigen Sie Ihre E-Mail-Adresse für {site}',
    enrollLead: 'Geben Sie diesen Code ein, um Anmeldecodes für {site} an diese Adresse zu erhalten:',
    enrollNotYou: 'Wenn Sie das nicht waren, tun Sie nichts: Ohne den Code wird diese Adresse nicht verwendet.',
    firstSubject: 'Ihr Code zum Einrichten von MFA bei {site}',
    firstLead: 'Das ist Ihr Code, um MFA für Ihr Konto bei {site} einzurichten:',
  },
  fr: {
    subject: 'Votre code de connexion pour {site}',
    lead: 'Voici votre code pour vous connecter à {site} :',
    how: 'Il fonctionne une seule fois, pendant {minutes} minutes, et seulement là où il a été demandé. Un code plus récent le remplace.',
    secret: 'Personne chez {site} ne vous le demandera jamais.',
    notYou:
      'Si ce n’était pas vous, quelqu’un connaît votre mot de passe. Changez-le tout de suite et ne transmettez pas ce code.',
    when: 'Quand',
    browser: 'Navigateur',
    ip: 'Adresse IP',
    closing: '{site} a envoyé ce message parce qu’un code de connexion a été demandé.',
    enrollSubject: 'Confirmez votre adresse e-mail pour {site}',
    enrollLead: 'Saisissez ce code pour recevoir à cette adresse les codes de connexion à {site} :',
    enrollNotYou: 'Si ce n’était pas vous, ne faites rien : sans le code, cette adresse ne sera pas utilisée.',
    firstSubject: 'Votre code pour configurer la MFA sur {site}',
    firstLead: 'Voici votre code pour configurer la MFA de votre compte sur {site} :',
  },
  es: {
    subject: 'Su código de acceso a {site}',
    lead: 'Este es su código para iniciar sesión en {site}:',
    how: 'Sirve una sola vez, durante {minutes} minutos y solo donde se pidió. Un código más reciente lo sustituye.',
    secret: 'Nadie de {site} se lo pedirá nunca.',
    notYou: 'Si no fue usted, alguien conoce su contraseña. Cámbiela ahora mismo y no comparta este código.',
    when: 'Cuándo',
    browser: 'Navegador',
    ip: 'Dirección IP',
    closing: '{site} envió este mensaje porque se pidió un código de acceso.',
    enrollSubject: 'Confirme su dirección de correo para {site}',
    enrollLead: 'Introduzca este código para recibir en esta dirección los códigos de acceso a {site}:',
    enrollNotYou: 'Si no fue usted, no haga nada: sin el código, esta dirección no se usará.',
    firstSubject: 'Su código para configurar MFA en {site}',
    firstLead: 'Este es su código para configurar MFA en su cuenta de {site}:',
  },
  'pt-BR': {
    subject: 'Seu código de acesso a {site}',
    lead: 'Este é o seu código para entrar em {site}:',
    how: 'Ele vale uma única vez, por {minutes} minutos e somente onde foi pedido. Um código mais novo o substitui.',
    secret: 'Ninguém de {site} vai pedir este código a você.',
    notYou: 'Se não foi você, alguém sabe a sua senha. Troque-a agora e não passe este código a ninguém.',
    when: 'Quando',
    browser: 'Navegador',
    ip: 'Endereço IP',
    closing: '{site} enviou esta mensagem porque um código de acesso foi pedido.',
    enrollSubject: 'Confirme seu endereço de e-mail para {site}',
    enrollLead: 'Digite este código para receber neste endereço os códigos de acesso a {site}:',
    enrollNotYou: 'Se não foi você, não faça nada: sem o código, este endereço não será usado.',
    firstSubject: 'Seu código para configurar a MFA em {site}',
    firstLead: 'Este é o seu código para configurar a MFA da sua conta em {site}:',
  },
  ja: {
    subject: '{site} のログインコード',
    lead: '{site} にログインするためのコードです。',
    how: 'このコードは {minutes} 分間、1 回だけ、要求した画面でのみ使えます。新しいコードが届くと、このコードは無効になります。',
    secret: '{site} の担当者がこのコードをお尋ねすることはありません。',
    notYou:
      '心当たりがない場合は、パスワードが他人に知られています。すぐにパスワードを変更し、このコードを誰にも教えないでください。',
    when: '日時',
    browser: 'ブラウザー',
    ip: 'IP アドレス',
    closing: 'ログインコードが要求されたため、{site} からお送りしました。',
    enrollSubject: '{site} で使うメールアドレスの確認',
    enrollLead: '{site} のログインコードをこのアドレスで受け取るには、次のコードを入力してください。',
    enrollNotYou: '心当たりがない場合は、何もしないでください。コードが入力されなければ、このアドレスは使われません。',
    firstSubject: '{site} の MFA を設定するためのコード',
    firstLead: '{site} のアカウントに MFA を設定するためのコードです。',
  },
  'zh-Hans': {
    subject: '您的 {site} 登录验证码',
    lead: '这是您登录 {site} 的验证码：',
    how: '验证码只能使用一次，{minutes} 分钟内有效，且仅限于请求它的页面。新的验证码会使它失效。',
    secret: '{site} 的任何人都不会向您索要它。',
    notYou: '如果这不是您本人的操作，说明有人知道您的密码。请立即更改密码，不要把验证码告诉任何人。',
    when: '时间',
    browser: '浏览器',
    ip: 'IP 地址',
    closing: '因为有人请求了登录验证码，{site} 发送了这封邮件。',
    enrollSubject: '确认您在 {site} 使用的邮箱地址',
    enrollLead: '输入此验证码，即可用这个邮箱接收 {site} 的登录验证码：',
    enrollNotYou: '如果这不是您本人的操作，请不必理会：没有验证码，这个邮箱不会被使用。',
    firstSubject: '用于在 {site} 设置 MFA 的验证码',
    firstLead: '这是用于为您的 {site} 账户设置 MFA 的验证码：',
  },
};
