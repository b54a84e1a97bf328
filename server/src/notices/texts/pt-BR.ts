import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD =
  'Se não foi você: troque sua senha agora, remova em “Minha segurança” o que não reconhecer e avise um administrador.';
const HOW_TO_ADD =
  'Entre como de costume e abra “Minha segurança”. Adicionar uma chave de acesso ou um aplicativo autenticador leva dois minutos.';

export const ptBR: NoticeTexts = {
  labels: { when: 'Quando', browser: 'Navegador', ip: 'Endereço IP', method: 'Método', by: 'Por' },
  steps: {
    address: 'mudou o endereço de e-mail',
    password: 'definiu uma senha',
    second_step: 'redefiniu a MFA ou isentou a pessoa dela',
    pass: 'deu um passe de configuração',
    deactivation: 'desativou ou reativou a conta',
  },
  stepSeparator: '; ',
  untilLifted: 'que um administrador desbloqueie',
  methods: {
    webauthn: 'Chave de acesso ou chave de segurança',
    totp: 'Aplicativo autenticador',
    email: 'E-mail',
    sms: 'SMS',
    recovery_code: 'Código de recuperação',
  },
  closing: 'Este é um e-mail de segurança automático de {site}.',
  sample: {
    label: '[Exemplo]',
    line: 'Você pediu este e-mail para ver como ele é. Nada aconteceu com a sua conta.',
  },
  lockedPassword: {
    subject: 'Senhas erradas em uma sessão aberta em {site}',
    lead: 'Alguém que já estava conectado à sua conta em {site} digitou uma senha errada vezes demais. A senha não pode ser confirmada ali de novo até {until}.',
    advice:
      'Se não foi você: alguém está usando uma sessão sua e não sabe a sua senha. Entre, abra “Minha segurança”, saia dos outros dispositivos e avise um administrador.',
  },
  events: {
    factor_added: {
      subject: 'Um método foi adicionado à sua conta em {site}',
      lead: '“{name}” foi adicionado à sua conta em {site}. Com ele e a sua senha é possível entrar.',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: 'Um método foi removido da sua conta em {site}',
      lead: '“{name}” foi removido da sua conta em {site} e não serve mais para entrar.',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: 'Novos códigos de recuperação foram criados para a sua conta em {site}',
      lead: 'Novos códigos de recuperação foram criados para a sua conta em {site}. Os anteriores não funcionam mais.',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: 'Um código de recuperação foi usado para entrar em {site}',
      lead: 'Alguém entrou na sua conta em {site} com um código de recuperação. Códigos restantes: {remaining}.',
      advice: `Se você perdeu um dispositivo, remova-o em “Minha segurança”. ${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: 'Seus códigos de recuperação em {site} estão acabando',
      lead: 'Códigos de recuperação restantes da sua conta em {site}: {remaining}.',
      advice:
        'Entre, crie novos códigos em “Minha segurança” e guarde-os onde possa encontrá-los sem os seus dispositivos. Se não foi você quem usou os outros, troque sua senha agora.',
    },
    trusted_browser_added: {
      subject: 'Um navegador agora é confiável em {site}',
      lead: 'Nos próximos {days} dias, {site} não pedirá que você confirme que é você no navegador “{browser}”.',
      advice: `Se você divide este computador, retire a confiança em “Minha segurança”. ${CHANGE_PASSWORD}`,
    },
    new_browser: {
      subject: 'Novo navegador na sua conta em {site}',
      lead: 'Alguém entrou na sua conta em {site} com um navegador que não tinha sido usado nela nos últimos 90 dias.',
      advice: `Se foi você, não é preciso fazer nada. ${CHANGE_PASSWORD}`,
    },
    pass_given: {
      subject: 'Você recebeu um passe de configuração para {site}',
      lead: 'Um administrador ({by}) deu a você um passe de configuração para a sua conta em {site}. Você precisa dele para configurar a MFA, e ele vale até {until}. Ele não está nesta mensagem: {by} o entregará a você.',
      advice:
        'Se você não esperava um passe, ou se outra pessoa oferecer um: não o use e pergunte pessoalmente a outro administrador.',
    },
    factor_imported: {
      subject: 'Sua MFA em {site} foi transferida',
      lead: '“{name}” foi transferido de outro plugin para a sua conta em {site}. Entre como sempre, com o mesmo método.',
      advice:
        'No próximo acesso você recebe novos códigos de recuperação; os anteriores não funcionam mais. Se algo parecer errado, pergunte a um administrador.',
    },
    repeated_failures: {
      subject: 'Alguém sabe a sua senha de {site}',
      lead: 'Alguém digitou a senha correta da sua conta em {site}, mas não conseguiu confirmar que era você. Tentativas malsucedidas seguidas: {failures}.',
      advice:
        'Se foi você, tente de novo ou use outro método. Se não foi você: alguém sabe a sua senha, mas não entrou. Troque-a agora em todos os sites em que a usa.',
    },
    locked: {
      subject: 'Acesso bloqueado em {site} após códigos errados',
      lead: 'Houve códigos errados demais para a sua conta em {site}. Códigos não são aceitos até {until}. Chaves de segurança e de acesso continuam funcionando.',
      advice:
        'Se não foi você: alguém sabe a sua senha e não entrou. Troque-a agora. Se não puder esperar, peça a um administrador que desbloqueie você.',
    },
    email_changed: {
      subject: 'O endereço de e-mail da sua conta em {site} foi alterado',
      lead: 'O endereço de e-mail da sua conta em {site} mudou de {from} para {to}, por {by}. Nas próximas 72 horas, as mensagens sobre a segurança da sua conta vão para os dois endereços.',
      advice:
        'Se não foi você e você não pediu isso: avise agora outro administrador, troque sua senha e remova em “Minha segurança” o que não reconhecer.',
    },
    reset: {
      subject: 'Sua MFA em {site} foi redefinida',
      lead: 'Um administrador ({by}) removeu os métodos, os códigos de recuperação e os navegadores confiáveis da sua conta em {site} e encerrou as sessões dela. No próximo login você configura a MFA de novo.',
      advice:
        'Se você não pediu isso: entre agora e configure a MFA antes que outra pessoa o faça. Depois, troque sua senha e avise outro administrador.',
    },
    unlocked: {
      subject: 'Sua conta em {site} foi desbloqueada',
      lead: 'Um administrador ({by}) removeu o bloqueio da sua conta em {site} causado por códigos errados. Os códigos voltam a ser aceitos.',
      advice:
        'Se você não pediu isso: alguém pode estar tentando entrar como você. Troque sua senha e avise outro administrador.',
    },
    signed_out: {
      subject: 'Você foi desconectado de {site} em todos os lugares',
      lead: 'Um administrador ({by}) encerrou todas as sessões e removeu os navegadores confiáveis da sua conta em {site}. Seus métodos não mudaram.',
      advice:
        'Se você não sabe o motivo, pergunte pessoalmente a {by}. Se notou algo estranho antes disso, troque sua senha.',
    },
    exempted: {
      subject: 'Sua conta em {site} está isenta de MFA',
      lead: 'Um administrador ({by}) isentou sua conta em {site} da MFA até {until}. Até lá, a sua senha basta para entrar.',
      advice: 'Se você não pediu isso: troque sua senha agora e avise outro administrador.',
    },
    exemption_ended: {
      subject: 'Sua conta em {site} não está mais isenta de MFA',
      lead: 'A isenção de MFA da sua conta em {site} terminou ({by}).',
      advice: 'Entre como de costume. Se você ainda não configurou a MFA, talvez isso seja pedido.',
    },
    reset_with_password: {
      subject: 'Um mesmo administrador deu vários passos na conta de {person} em {site}',
      lead: 'Em 72 horas, {by} fez isto com a conta de {person} em {site}: {steps}. Juntos, esses passos permitem entrar como essa pessoa.',
      advice:
        'Se você não sabe o motivo: pergunte pessoalmente a {by} e a {person}. Até esclarecer, redefina e desative a conta.',
    },
    grace_started: {
      subject: 'Configure a MFA em {site} até {date}',
      lead: 'A partir de {date}, {site} exige a autenticação multifator (MFA). Configure-a até lá; depois disso você não entra sem ela.',
      advice: HOW_TO_ADD,
    },
    grace_3_days: {
      subject: 'Faltam três dias para configurar a MFA em {site}',
      lead: 'A partir de {date}, {site} exigirá a autenticação multifator (MFA), e você ainda não a configurou.',
      advice: HOW_TO_ADD,
    },
    grace_1_day: {
      subject: 'Último dia para configurar a MFA em {site}',
      lead: 'A partir de {date} você não entra em {site} sem a autenticação multifator (MFA), e você ainda não a configurou.',
      advice: HOW_TO_ADD,
    },
    reminder: {
      subject: 'Configure a MFA em {site}',
      lead: 'A sua conta em {site} é protegida apenas por uma senha. Um administrador ({by}) pede que você configure a autenticação multifator (MFA).',
      advice: `${HOW_TO_ADD} Esta mensagem não tem links de propósito.`,
    },
    policy_relaxed: {
      subject: 'A política de MFA de {site} foi afrouxada',
      lead: '{by} mudou a política de MFA de {site}. Ela agora exige menos do que antes.',
      advice:
        'Se você não sabe o motivo: abra as configurações, compare a política com a lista de atividades e pergunte pessoalmente a {by}.',
    },
    support_changed: {
      subject: 'O texto de ajuda de {site} foi alterado',
      lead: '{by} mudou o que {site} diz a quem não consegue concluir o acesso: o texto de ajuda ou o endereço de suporte.',
      advice:
        'Se você não sabe o motivo: abra as configurações, leia o que está escrito agora e pergunte pessoalmente a {by}. Um endereço falso pode levar a alguém que coleta senhas.',
    },
  },
};
