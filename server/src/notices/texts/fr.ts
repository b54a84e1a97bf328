import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD =
  'Si ce n’était pas vous : changez tout de suite votre mot de passe, supprimez sous « Ma sécurité » ce que vous ne reconnaissez pas et prévenez un administrateur.';
const HOW_TO_ADD =
  'Connectez-vous comme d’habitude et ouvrez « Ma sécurité ». Une clé d’accès ou une application d’authentification s’ajoute en deux minutes.';

export const fr: NoticeTexts = {
  labels: { when: 'Quand', browser: 'Navigateur', ip: 'Adresse IP', method: 'Méthode', by: 'Par' },
  steps: {
    address: 'changé l’adresse e-mail',
    password: 'défini un mot de passe',
    second_step: 'réinitialisé la MFA ou exempté la personne de celle-ci',
    pass: 'attribué un passe de configuration',
    deactivation: 'désactivé ou réactivé le compte',
  },
  stepSeparator: ' ; ',
  untilLifted: 'déblocage par un administrateur',
  methods: {
    webauthn: 'Clé d’accès ou clé de sécurité',
    totp: 'Application d’authentification',
    email: 'E-mail',
    sms: 'SMS',
    recovery_code: 'Code de récupération',
  },
  closing: 'Ceci est un e-mail de sécurité automatique de {site}.',
  sample: {
    label: '[Exemple]',
    line: 'Vous avez demandé cet e-mail pour voir à quoi il ressemble. Il ne s’est rien passé sur votre compte.',
  },
  lockedPassword: {
    subject: 'Mots de passe erronés dans une session ouverte sur {site}',
    lead: 'Quelqu’un qui était déjà connecté à votre compte sur {site} a saisi trop souvent un mot de passe erroné. Le mot de passe ne peut plus y être confirmé jusqu’au {until}.',
    advice:
      'Si ce n’était pas vous : quelqu’un utilise une de vos sessions sans connaître votre mot de passe. Connectez-vous, ouvrez « Ma sécurité », déconnectez les autres appareils et prévenez un administrateur.',
  },
  events: {
    factor_added: {
      subject: 'Une méthode a été ajoutée à votre compte sur {site}',
      lead: '« {name} » a été ajouté à votre compte sur {site} et permet de se connecter avec votre mot de passe.',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: 'Une méthode a été supprimée de votre compte sur {site}',
      lead: '« {name} » a été supprimé de votre compte sur {site} et ne permet plus de se connecter.',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: 'De nouveaux codes de récupération ont été créés pour votre compte sur {site}',
      lead: 'De nouveaux codes de récupération ont été créés pour votre compte sur {site}. Les anciens ne fonctionnent plus.',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: 'Un code de récupération a servi à se connecter à {site}',
      lead: 'Quelqu’un s’est connecté à votre compte sur {site} avec un code de récupération. Codes restants : {remaining}.',
      advice: `Si vous avez perdu un appareil, supprimez-le sous « Ma sécurité ». ${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: 'Il vous reste peu de codes de récupération sur {site}',
      lead: 'Codes de récupération restants pour votre compte sur {site} : {remaining}.',
      advice:
        'Connectez-vous, créez-en de nouveaux sous « Ma sécurité » et gardez-les là où vous les trouverez sans vos appareils. Si vous n’avez pas utilisé les autres, changez tout de suite votre mot de passe.',
    },
    trusted_browser_added: {
      subject: 'Un navigateur est désormais de confiance sur {site}',
      lead: 'Pendant {days} jours, {site} ne vous demandera pas de confirmer que c’est bien vous dans le navigateur « {browser} ».',
      advice: `Si vous partagez cet ordinateur, cessez de lui faire confiance sous « Ma sécurité ». ${CHANGE_PASSWORD}`,
    },
    new_browser: {
      subject: 'Nouveau navigateur sur votre compte {site}',
      lead: 'Quelqu’un s’est connecté à votre compte sur {site} avec un navigateur qui n’y avait pas servi ces 90 derniers jours.',
      advice: `Si c’était vous, il n’y a rien à faire. ${CHANGE_PASSWORD}`,
    },
    pass_given: {
      subject: 'Vous avez reçu un passe de configuration pour {site}',
      lead: 'Un administrateur ({by}) vous a attribué un passe de configuration pour votre compte sur {site}. Il vous le faut pour configurer la MFA, et il est valable jusqu’au {until}. Il n’est pas dans ce message : {by} vous le remettra.',
      advice:
        'Si vous n’en attendez pas, ou si quelqu’un d’autre vous en propose un : ne l’utilisez pas et demandez de vive voix à un autre administrateur.',
    },
    factor_imported: {
      subject: 'Votre MFA sur {site} a été transférée',
      lead: '« {name} » a été repris dans votre compte sur {site} depuis un autre plugin. Connectez-vous comme d’habitude, avec la même méthode.',
      advice:
        'À la prochaine connexion, vous recevrez de nouveaux codes de récupération ; les anciens ne fonctionnent plus. Si quelque chose ne va pas, adressez-vous à un administrateur.',
    },
    repeated_failures: {
      subject: 'Quelqu’un connaît votre mot de passe pour {site}',
      lead: 'Quelqu’un a saisi le bon mot de passe de votre compte sur {site}, mais n’a pas pu confirmer que c’était vous. Tentatives échouées de suite : {failures}.',
      advice:
        'Si c’était vous, réessayez ou utilisez une autre méthode. Si ce n’était pas vous : quelqu’un connaît votre mot de passe, mais n’est pas entré. Changez-le tout de suite, partout où vous l’utilisez.',
    },
    locked: {
      subject: 'Connexion bloquée sur {site} après des codes erronés',
      lead: 'Il y a eu trop de codes erronés pour votre compte sur {site}. Les codes ne sont pas acceptés jusqu’au {until}. Les clés de sécurité et les clés d’accès fonctionnent toujours.',
      advice:
        'Si ce n’était pas vous : quelqu’un connaît votre mot de passe et n’est pas entré. Changez-le tout de suite. Si vous ne pouvez pas attendre, demandez à un administrateur de vous débloquer.',
    },
    email_changed: {
      subject: 'L’adresse e-mail de votre compte sur {site} a été changée',
      lead: 'L’adresse e-mail de votre compte sur {site} est passée de {from} à {to}, par {by}. Pendant 72 heures, les messages sur la sécurité de votre compte sont envoyés aux deux adresses.',
      advice:
        'Si ce n’était pas vous et que vous ne l’avez pas demandé : prévenez tout de suite un autre administrateur, changez votre mot de passe et supprimez sous « Ma sécurité » ce que vous ne reconnaissez pas.',
    },
    reset: {
      subject: 'Votre MFA sur {site} a été réinitialisée',
      lead: 'Un administrateur ({by}) a supprimé les méthodes, les codes de récupération et les navigateurs de confiance de votre compte sur {site} et a fermé ses sessions. À la prochaine connexion, vous configurerez à nouveau la MFA.',
      advice:
        'Si vous ne l’avez pas demandé : connectez-vous tout de suite et configurez la MFA avant quelqu’un d’autre. Changez ensuite votre mot de passe et prévenez un autre administrateur.',
    },
    unlocked: {
      subject: 'Votre compte sur {site} a été débloqué',
      lead: 'Un administrateur ({by}) a levé le blocage de votre compte sur {site}, dû à des codes erronés. Les codes sont de nouveau acceptés.',
      advice:
        'Si vous ne l’avez pas demandé : quelqu’un essaie peut-être de se connecter à votre place. Changez votre mot de passe et prévenez un autre administrateur.',
    },
    signed_out: {
      subject: 'Vous avez été déconnecté de {site} partout',
      lead: 'Un administrateur ({by}) a fermé toutes les sessions et retiré tous les navigateurs de confiance de votre compte sur {site}. Vos méthodes n’ont pas changé.',
      advice:
        'Si vous n’en connaissez pas la raison, demandez de vive voix à {by}. Si vous aviez remarqué quelque chose d’étrange, changez votre mot de passe.',
    },
    exempted: {
      subject: 'Votre compte sur {site} est exempté de la MFA',
      lead: 'Un administrateur ({by}) a exempté votre compte sur {site} de la MFA jusqu’au {until}. D’ici là, votre mot de passe suffit pour se connecter.',
      advice:
        'Si vous ne l’avez pas demandé : changez tout de suite votre mot de passe et prévenez un autre administrateur.',
    },
    exemption_ended: {
      subject: 'Votre compte sur {site} n’est plus exempté de la MFA',
      lead: 'L’exemption de MFA de votre compte sur {site} a pris fin ({by}).',
      advice:
        'Connectez-vous comme d’habitude. Si vous n’avez pas encore configuré la MFA, cela vous sera peut-être demandé.',
    },
    reset_with_password: {
      subject: 'Sur {site}, un même administrateur est intervenu plusieurs fois sur le compte de {person}',
      lead: 'En 72 heures, voici ce que {by} a fait sur le compte de {person} sur {site} : {steps}. Ensemble, ces actions permettent de se connecter à la place de cette personne.',
      advice:
        'Si vous n’en connaissez pas la raison : demandez de vive voix à {by} et à {person}. En attendant, réinitialisez et désactivez le compte.',
    },
    grace_started: {
      subject: 'Configurez la MFA sur {site} avant le {date}',
      lead: 'À partir du {date}, {site} exige l’authentification multifacteur (MFA). Configurez-la d’ici là ; ensuite, vous ne pourrez plus vous connecter sans elle.',
      advice: HOW_TO_ADD,
    },
    grace_3_days: {
      subject: 'Plus que trois jours pour configurer la MFA sur {site}',
      lead: 'À partir du {date}, {site} exigera l’authentification multifacteur (MFA), et vous ne l’avez pas encore configurée.',
      advice: HOW_TO_ADD,
    },
    grace_1_day: {
      subject: 'Dernier jour pour configurer la MFA sur {site}',
      lead: 'À partir du {date}, vous ne pourrez plus vous connecter à {site} sans l’authentification multifacteur (MFA), et vous ne l’avez pas encore configurée.',
      advice: HOW_TO_ADD,
    },
    reminder: {
      subject: 'Configurez la MFA sur {site}',
      lead: 'Votre compte sur {site} n’est protégé que par un mot de passe. Un administrateur ({by}) vous demande de configurer l’authentification multifacteur (MFA).',
      advice: `${HOW_TO_ADD} Ce message ne contient volontairement aucun lien.`,
    },
    policy_relaxed: {
      subject: 'La politique MFA de {site} a été assouplie',
      lead: '{by} a modifié la politique MFA de {site}. Elle exige désormais moins qu’avant.',
      advice:
        'Si vous n’en connaissez pas la raison : ouvrez les paramètres, comparez la politique avec la liste d’activité et demandez de vive voix à {by}.',
    },
    support_changed: {
      subject: 'Le texte d’aide de {site} a été modifié',
      lead: '{by} a modifié ce que {site} indique aux personnes qui ne peuvent pas terminer leur connexion : le texte d’aide ou l’adresse d’assistance.',
      advice:
        'Si vous n’en connaissez pas la raison : ouvrez les paramètres, lisez ce qui y figure à présent et demandez de vive voix à {by}. Une fausse adresse peut mener à quelqu’un qui collecte des mots de passe.',
    },
  },
};
