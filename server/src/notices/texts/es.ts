import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD =
  'Si no fue usted: cambie su contraseña ahora mismo, elimine en «Mi seguridad» lo que no reconozca y avise a un administrador.';
const HOW_TO_ADD =
  'Inicie sesión como siempre y abra «Mi seguridad». Añadir una llave de acceso o una aplicación de autenticación lleva dos minutos.';

export const es: NoticeTexts = {
  labels: { when: 'Cuándo', browser: 'Navegador', ip: 'Dirección IP', method: 'Método', by: 'Por' },
  steps: {
    address: 'cambió la dirección de correo',
    password: 'puso una contraseña',
    second_step: 'restableció la MFA o eximió a la persona de ella',
    pass: 'dio un pase de configuración',
    deactivation: 'desactivó o reactivó la cuenta',
  },
  stepSeparator: '; ',
  untilLifted: 'desbloqueo por un administrador',
  methods: {
    webauthn: 'Llave de acceso o llave de seguridad',
    totp: 'Aplicación de autenticación',
    email: 'Correo electrónico',
    sms: 'SMS',
    recovery_code: 'Código de recuperación',
  },
  closing: 'Este es un correo de seguridad automático de {site}.',
  sample: {
    label: '[Muestra]',
    line: 'Usted pidió este correo para ver cómo es. No ha ocurrido nada en su cuenta.',
  },
  lockedPassword: {
    subject: 'Contraseñas incorrectas en una sesión abierta de {site}',
    lead: 'Alguien que ya había iniciado sesión en su cuenta de {site} escribió demasiadas veces una contraseña incorrecta. La contraseña no se puede volver a confirmar ahí hasta el {until}.',
    advice:
      'Si no fue usted: alguien está usando una de sus sesiones y no conoce su contraseña. Inicie sesión, abra «Mi seguridad», cierre la sesión en los demás dispositivos y avise a un administrador.',
  },
  events: {
    factor_added: {
      subject: 'Se añadió un método a su cuenta de {site}',
      lead: '«{name}» se añadió a su cuenta de {site}. Sirve para iniciar sesión junto con su contraseña.',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: 'Se eliminó un método de su cuenta de {site}',
      lead: '«{name}» se eliminó de su cuenta de {site} y ya no sirve para iniciar sesión.',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: 'Se crearon nuevos códigos de recuperación para su cuenta de {site}',
      lead: 'Se crearon nuevos códigos de recuperación para su cuenta de {site}. Los anteriores ya no sirven.',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: 'Se usó un código de recuperación para entrar en {site}',
      lead: 'Alguien inició sesión en su cuenta de {site} con un código de recuperación. Códigos restantes: {remaining}.',
      advice: `Si perdió un dispositivo, elimínelo en «Mi seguridad». ${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: 'Le quedan pocos códigos de recuperación en {site}',
      lead: 'Códigos de recuperación restantes de su cuenta de {site}: {remaining}.',
      advice:
        'Inicie sesión, cree otros nuevos en «Mi seguridad» y guárdelos donde pueda encontrarlos sin sus dispositivos. Si no usó los demás, cambie su contraseña ahora mismo.',
    },
    trusted_browser_added: {
      subject: 'Un navegador es ahora de confianza en {site}',
      lead: 'Durante los próximos {days} días, {site} no le pedirá confirmar que es usted en el navegador «{browser}».',
      advice: `Si comparte este equipo, retire la confianza en «Mi seguridad». ${CHANGE_PASSWORD}`,
    },
    new_browser: {
      subject: 'Navegador nuevo en su cuenta de {site}',
      lead: 'Alguien inició sesión en su cuenta de {site} con un navegador que no se había usado con ella en los últimos 90 días.',
      advice: `Si fue usted, no tiene que hacer nada. ${CHANGE_PASSWORD}`,
    },
    pass_given: {
      subject: 'Ha recibido un pase de configuración para {site}',
      lead: 'Un administrador ({by}) le ha dado un pase de configuración para su cuenta de {site}. Lo necesita para configurar MFA y vale hasta {until}. No está en este mensaje: {by} se lo entregará.',
      advice:
        'Si no lo esperaba, o si otra persona le ofrece uno: no lo use y pregunte en persona a otro administrador.',
    },
    factor_imported: {
      subject: 'Su MFA en {site} se ha trasladado',
      lead: '«{name}» se trasladó a su cuenta de {site} desde otro plugin. Inicie sesión como siempre, con el mismo método.',
      advice:
        'En el próximo inicio de sesión recibirá códigos de recuperación nuevos; los anteriores ya no sirven. Si algo no cuadra, pregunte a un administrador.',
    },
    repeated_failures: {
      subject: 'Alguien conoce su contraseña de {site}',
      lead: 'Alguien introdujo la contraseña correcta de su cuenta de {site}, pero no pudo confirmar que era usted. Intentos fallidos seguidos: {failures}.',
      advice:
        'Si fue usted, inténtelo de nuevo o use otro método. Si no fue usted: alguien conoce su contraseña, pero no ha entrado. Cámbiela ahora mismo en todos los sitios donde la use.',
    },
    locked: {
      subject: 'Acceso bloqueado en {site} por códigos incorrectos',
      lead: 'Hubo demasiados códigos incorrectos para su cuenta de {site}. No se aceptan códigos hasta el {until}. Las llaves de seguridad y de acceso siguen funcionando.',
      advice:
        'Si no fue usted: alguien conoce su contraseña y no ha entrado. Cámbiela ahora mismo. Si no puede esperar, pida a un administrador que le desbloquee.',
    },
    email_changed: {
      subject: 'Se cambió la dirección de correo de su cuenta de {site}',
      lead: 'La dirección de correo de su cuenta de {site} cambió de {from} a {to}, por {by}. Durante 72 horas, los mensajes sobre la seguridad de su cuenta llegan a ambas direcciones.',
      advice:
        'Si no fue usted y no lo pidió: avise ahora mismo a otro administrador, cambie su contraseña y elimine en «Mi seguridad» lo que no reconozca.',
    },
    reset: {
      subject: 'Su MFA en {site} se restableció',
      lead: 'Un administrador ({by}) eliminó los métodos, los códigos de recuperación y los navegadores de confianza de su cuenta de {site} y cerró sus sesiones. En el próximo inicio de sesión configurará MFA de nuevo.',
      advice:
        'Si no lo pidió: inicie sesión ahora mismo y configure MFA antes de que lo haga otra persona. Después, cambie su contraseña y avise a otro administrador.',
    },
    unlocked: {
      subject: 'Su cuenta de {site} se desbloqueó',
      lead: 'Un administrador ({by}) levantó el bloqueo de su cuenta de {site} por códigos erróneos. Los códigos vuelven a aceptarse.',
      advice:
        'Si no lo pidió: puede que alguien intente entrar como usted. Cambie su contraseña y avise a otro administrador.',
    },
    signed_out: {
      subject: 'Su sesión en {site} se cerró en todas partes',
      lead: 'Un administrador ({by}) cerró todas las sesiones y retiró los navegadores de confianza de su cuenta de {site}. Sus métodos no han cambiado.',
      advice: 'Si no conoce el motivo, pregunte en persona a {by}. Si antes notó algo extraño, cambie su contraseña.',
    },
    exempted: {
      subject: 'Su cuenta de {site} está exenta de MFA',
      lead: 'Un administrador ({by}) eximió a su cuenta de {site} de MFA hasta el {until}. Hasta entonces basta su contraseña para iniciar sesión.',
      advice: 'Si no lo pidió: cambie su contraseña ahora mismo y avise a otro administrador.',
    },
    exemption_ended: {
      subject: 'Su cuenta de {site} ya no está exenta de MFA',
      lead: 'La exención de MFA de su cuenta de {site} ha terminado ({by}).',
      advice: 'Inicie sesión como siempre. Si aún no ha configurado MFA, es posible que se le pida.',
    },
    reset_with_password: {
      subject: 'Un mismo administrador dio en {site} varios pasos sobre la cuenta de {person}',
      lead: 'En 72 horas, {by} hizo lo siguiente con la cuenta de {person} en {site}: {steps}. En conjunto, estos pasos permiten entrar como esa persona.',
      advice:
        'Si no conoce el motivo: pregunte en persona a {by} y a {person}. Hasta que se aclare, restablezca y desactive la cuenta.',
    },
    grace_started: {
      subject: 'Configure MFA en {site} antes del {date}',
      lead: 'A partir del {date}, {site} exigirá la autenticación multifactor (MFA). Configúrela antes; después no podrá entrar sin ella.',
      advice: HOW_TO_ADD,
    },
    grace_3_days: {
      subject: 'Quedan tres días para configurar MFA en {site}',
      lead: 'A partir del {date}, {site} exigirá la autenticación multifactor (MFA), y usted aún no la ha configurado.',
      advice: HOW_TO_ADD,
    },
    grace_1_day: {
      subject: 'Último día para configurar MFA en {site}',
      lead: 'A partir del {date} no podrá entrar en {site} sin la autenticación multifactor (MFA), y usted aún no la ha configurado.',
      advice: HOW_TO_ADD,
    },
    reminder: {
      subject: 'Configure MFA en {site}',
      lead: 'Su cuenta de {site} solo está protegida por una contraseña. Un administrador ({by}) le pide que configure la autenticación multifactor (MFA).',
      advice: `${HOW_TO_ADD} Este mensaje no contiene enlaces a propósito.`,
    },
    policy_relaxed: {
      subject: 'La política de MFA de {site} se ha relajado',
      lead: '{by} cambió la política de MFA de {site}. Ahora exige menos que antes.',
      advice:
        'Si no conoce el motivo: abra los ajustes, compare la política con la lista de actividad y pregunte en persona a {by}.',
    },
    support_changed: {
      subject: 'Se cambió el texto de ayuda de {site}',
      lead: '{by} cambió lo que {site} dice a quienes no pueden completar el inicio de sesión: el texto de ayuda o la dirección de soporte.',
      advice:
        'Si no conoce el motivo: abra los ajustes, lea lo que dice ahora y pregunte en persona a {by}. Una dirección falsa puede llevar a alguien que recopila contraseñas.',
    },
  },
};
