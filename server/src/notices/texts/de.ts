import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD =
  'Wenn Sie das nicht waren: Ändern Sie sofort Ihr Passwort, entfernen Sie unter „Meine Sicherheit“, was Sie nicht kennen, und sagen Sie einem Administrator Bescheid.';
const HOW_TO_ADD =
  'Melden Sie sich wie gewohnt an und öffnen Sie „Meine Sicherheit“. Ein Passkey oder eine Authenticator-App ist in zwei Minuten eingerichtet.';

export const de: NoticeTexts = {
  labels: { when: 'Wann', browser: 'Browser', ip: 'IP-Adresse', method: 'Methode', by: 'Durch' },
  steps: {
    address: 'E-Mail-Adresse geändert',
    password: 'Passwort gesetzt',
    second_step: 'MFA zurückgesetzt oder die Person davon ausgenommen',
    pass: 'Einrichtungspass ausgestellt',
    deactivation: 'Konto deaktiviert oder wieder aktiviert',
  },
  stepSeparator: '; ',
  untilLifted: 'auf Weiteres',
  methods: {
    webauthn: 'Passkey oder Sicherheitsschlüssel',
    totp: 'Authenticator-App',
    email: 'E-Mail',
    sms: 'SMS',
    recovery_code: 'Wiederherstellungscode',
  },
  closing: 'Das ist eine automatische Sicherheitsmeldung von {site}.',
  sample: {
    label: '[Muster]',
    line: 'Sie haben diese E-Mail angefordert, um zu sehen, wie sie aussieht. An Ihrem Konto ist nichts geschehen.',
  },
  lockedPassword: {
    subject: 'Falsche Passwörter in einer offenen Sitzung bei {site}',
    lead: 'Jemand, der in Ihrem Konto bei {site} bereits angemeldet war, hat zu oft ein falsches Passwort eingegeben. Bis {until} lässt sich das Passwort dort nicht mehr bestätigen.',
    advice:
      'Wenn Sie das nicht waren: Jemand benutzt eine Ihrer Sitzungen, kennt aber Ihr Passwort nicht. Melden Sie sich an, öffnen Sie „Meine Sicherheit“, melden Sie die anderen Geräte ab und sagen Sie einem Administrator Bescheid.',
  },
  events: {
    factor_added: {
      subject: 'Ihrem Konto bei {site} wurde eine Methode hinzugefügt',
      lead: '„{name}“ wurde Ihrem Konto bei {site} hinzugefügt. Damit kann man sich zusammen mit Ihrem Passwort anmelden.',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: 'Eine Methode wurde aus Ihrem Konto bei {site} entfernt',
      lead: '„{name}“ wurde aus Ihrem Konto bei {site} entfernt und gilt nicht mehr für die Anmeldung.',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: 'Für Ihr Konto bei {site} wurden neue Wiederherstellungscodes erstellt',
      lead: 'Für Ihr Konto bei {site} wurden neue Wiederherstellungscodes erstellt. Ältere Codes gelten nicht mehr.',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: 'Anmeldung bei {site} mit einem Wiederherstellungscode',
      lead: 'Jemand hat sich mit einem Wiederherstellungscode bei Ihrem Konto auf {site} angemeldet. Übrige Codes: {remaining}.',
      advice: `Wenn Sie ein Gerät verloren haben, entfernen Sie es unter „Meine Sicherheit“. ${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: 'Ihre Wiederherstellungscodes bei {site} gehen zur Neige',
      lead: 'Übrige Wiederherstellungscodes für Ihr Konto bei {site}: {remaining}.',
      advice:
        'Melden Sie sich an, erstellen Sie unter „Meine Sicherheit“ neue und bewahren Sie sie so auf, dass Sie sie ohne Ihre Geräte finden. Wenn Sie die anderen nicht benutzt haben, ändern Sie sofort Ihr Passwort.',
    },
    trusted_browser_added: {
      subject: 'Ein Browser ist jetzt bei {site} vertrauenswürdig',
      lead: 'In den nächsten {days} Tagen fragt {site} im Browser „{browser}“ nicht nach, ob Sie es sind.',
      advice: `Wenn andere diesen Computer benutzen, beenden Sie das Vertrauen unter „Meine Sicherheit“. ${CHANGE_PASSWORD}`,
    },
    new_browser: {
      subject: 'Neuer Browser in Ihrem Konto bei {site}',
      lead: 'Jemand hat sich bei Ihrem Konto bei {site} mit einem Browser angemeldet, der dafür in den letzten 90 Tagen nicht verwendet wurde.',
      advice: `Wenn Sie das waren, müssen Sie nichts tun. ${CHANGE_PASSWORD}`,
    },
    pass_given: {
      subject: 'Sie haben einen Einrichtungspass für {site} erhalten',
      lead: 'Ein Administrator ({by}) hat Ihnen einen Einrichtungspass für Ihr Konto bei {site} ausgestellt. Sie brauchen ihn, um MFA einzurichten; er gilt bis {until}. In dieser Nachricht steht er nicht: {by} gibt ihn Ihnen.',
      advice:
        'Wenn Sie keinen erwarten oder jemand anderes Ihnen einen anbietet: Verwenden Sie ihn nicht und fragen Sie einen anderen Administrator persönlich.',
    },
    factor_imported: {
      subject: 'Ihre MFA bei {site} ist umgezogen',
      lead: '„{name}“ wurde aus einem anderen Plugin in Ihr Konto bei {site} übernommen. Melden Sie sich an wie immer, mit derselben Methode.',
      advice:
        'Bei der nächsten Anmeldung erhalten Sie neue Wiederherstellungscodes; die bisherigen gelten nicht mehr. Wenn etwas nicht stimmt, fragen Sie einen Administrator.',
    },
    repeated_failures: {
      subject: 'Jemand kennt Ihr Passwort für {site}',
      lead: 'Jemand hat für Ihr Konto bei {site} das richtige Passwort eingegeben, konnte aber nicht bestätigen, dass Sie es sind. Fehlgeschlagene Versuche in Folge: {failures}.',
      advice:
        'Wenn Sie das waren, versuchen Sie es noch einmal oder verwenden Sie eine andere Methode. Wenn Sie das nicht waren: Jemand kennt Ihr Passwort, ist aber nicht hineingekommen. Ändern Sie es sofort, überall, wo Sie es verwenden.',
    },
    locked: {
      subject: 'Anmeldung bei {site} nach falschen Codes gesperrt',
      lead: 'Für Ihr Konto bei {site} gab es zu viele falsche Codes. Codes werden bis {until} nicht angenommen. Sicherheitsschlüssel und Passkeys funktionieren weiter.',
      advice:
        'Wenn Sie das nicht waren: Jemand kennt Ihr Passwort und ist nicht hineingekommen. Ändern Sie es sofort. Wenn Sie nicht warten können, bitten Sie einen Administrator, die Sperre aufzuheben.',
    },
    email_changed: {
      subject: 'Die E-Mail-Adresse Ihres Kontos bei {site} wurde geändert',
      lead: 'Die E-Mail-Adresse Ihres Kontos bei {site} wurde von {from} auf {to} geändert, durch {by}. In den nächsten 72 Stunden gehen Nachrichten zur Sicherheit Ihres Kontos an beide Adressen.',
      advice:
        'Wenn Sie das nicht waren und nicht darum gebeten haben: Sagen Sie sofort einem anderen Administrator Bescheid, ändern Sie Ihr Passwort und entfernen Sie unter „Meine Sicherheit“, was Sie nicht kennen.',
    },
    reset: {
      subject: 'Ihre MFA bei {site} wurde zurückgesetzt',
      lead: 'Ein Administrator ({by}) hat die Methoden, die Wiederherstellungscodes und die vertrauenswürdigen Browser Ihres Kontos bei {site} entfernt und seine Sitzungen beendet. Bei der nächsten Anmeldung richten Sie MFA neu ein.',
      advice:
        'Wenn Sie nicht darum gebeten haben: Melden Sie sich sofort an und richten Sie MFA ein, bevor es jemand anderes tut. Ändern Sie dann Ihr Passwort und sagen Sie einem anderen Administrator Bescheid.',
    },
    unlocked: {
      subject: 'Ihr Konto bei {site} wurde entsperrt',
      lead: 'Ein Administrator ({by}) hat die Sperre aufgehoben, die nach falschen Codes für Ihr Konto bei {site} galt. Codes werden wieder angenommen.',
      advice:
        'Wenn Sie nicht darum gebeten haben: Vielleicht versucht jemand, sich als Sie anzumelden. Ändern Sie Ihr Passwort und sagen Sie einem anderen Administrator Bescheid.',
    },
    signed_out: {
      subject: 'Sie wurden bei {site} überall abgemeldet',
      lead: 'Ein Administrator ({by}) hat alle Sitzungen und vertrauenswürdigen Browser Ihres Kontos bei {site} beendet. Ihre Methoden sind unverändert.',
      advice:
        'Wenn Sie den Grund nicht kennen, fragen Sie {by} persönlich. Wenn Ihnen vorher etwas aufgefallen ist, ändern Sie Ihr Passwort.',
    },
    exempted: {
      subject: 'Ihr Konto bei {site} ist von MFA ausgenommen',
      lead: 'Ein Administrator ({by}) hat Ihr Konto bei {site} bis {until} von MFA ausgenommen. Bis dahin genügt Ihr Passwort für die Anmeldung.',
      advice:
        'Wenn Sie nicht darum gebeten haben: Ändern Sie sofort Ihr Passwort und sagen Sie einem anderen Administrator Bescheid.',
    },
    exemption_ended: {
      subject: 'Ihr Konto bei {site} ist nicht mehr von MFA ausgenommen',
      lead: 'Die MFA-Ausnahme Ihres Kontos bei {site} ist beendet ({by}).',
      advice:
        'Melden Sie sich wie gewohnt an. Wenn Sie MFA noch nicht eingerichtet haben, werden Sie vielleicht darum gebeten.',
    },
    reset_with_password: {
      subject: 'Ein Administrator hat bei {site} mehrere Schritte am Konto von {person} vorgenommen',
      lead: 'Innerhalb von 72 Stunden hat {by} am Konto von {person} bei {site} Folgendes getan: {steps}. Diese Schritte zusammen machen es möglich, sich als diese Person anzumelden.',
      advice:
        'Wenn Sie den Grund nicht kennen: Fragen Sie {by} und {person} persönlich. Bis es geklärt ist, setzen Sie das Konto zurück und deaktivieren Sie es.',
    },
    grace_started: {
      subject: 'Richten Sie bei {site} bis {date} MFA ein',
      lead: 'Ab dem {date} verlangt {site} Multi-Faktor-Authentifizierung (MFA). Richten Sie sie bis dahin ein; danach können Sie sich ohne sie nicht mehr anmelden.',
      advice: HOW_TO_ADD,
    },
    grace_3_days: {
      subject: 'Noch drei Tage, um bei {site} MFA einzurichten',
      lead: 'Ab {date} verlangt {site} Multi-Faktor-Authentifizierung (MFA), und Sie haben sie noch nicht eingerichtet.',
      advice: HOW_TO_ADD,
    },
    grace_1_day: {
      subject: 'Letzter Tag, um bei {site} MFA einzurichten',
      lead: 'Ab {date} können Sie sich bei {site} ohne Multi-Faktor-Authentifizierung (MFA) nicht mehr anmelden, und Sie haben sie noch nicht eingerichtet.',
      advice: HOW_TO_ADD,
    },
    reminder: {
      subject: 'Bitte richten Sie bei {site} MFA ein',
      lead: 'Ihr Konto bei {site} ist nur durch ein Passwort geschützt. Ein Administrator ({by}) bittet Sie, Multi-Faktor-Authentifizierung (MFA) einzurichten.',
      advice: `${HOW_TO_ADD} Diese Nachricht enthält mit Absicht keine Links.`,
    },
    policy_relaxed: {
      subject: 'Die MFA-Richtlinie von {site} wurde gelockert',
      lead: '{by} hat die MFA-Richtlinie von {site} geändert. Sie verlangt jetzt weniger als zuvor.',
      advice:
        'Wenn Sie den Grund nicht kennen: Öffnen Sie die Einstellungen, vergleichen Sie die Richtlinie mit der Aktivitätsliste und fragen Sie {by} persönlich.',
    },
    support_changed: {
      subject: 'Der Hilfetext von {site} wurde geändert',
      lead: '{by} hat geändert, was {site} Menschen sagt, die ihre Anmeldung nicht abschließen können: den Hilfetext oder die Support-Adresse.',
      advice:
        'Wenn Sie den Grund nicht kennen: Öffnen Sie die Einstellungen, lesen Sie, was dort jetzt steht, und fragen Sie {by} persönlich. Eine falsche Adresse kann Menschen zu jemandem führen, der Passwörter sammelt.',
    },
  },
};
