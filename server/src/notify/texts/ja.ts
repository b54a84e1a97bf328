import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD =
  '心当たりがない場合は、すぐにパスワードを変更し、「マイセキュリティ」で見覚えのないものを削除して、管理者に知らせてください。';
const HOW_TO_ADD =
  'いつもどおりログインして「マイセキュリティ」を開いてください。パスキーまたは認証アプリの追加は 2 分ほどで終わります。';

export const ja: NoticeTexts = {
  labels: { when: '日時', browser: 'ブラウザー', ip: 'IP アドレス', method: '方法', by: '実行者' },
  untilLifted: '管理者が解除する',
  methods: {
    webauthn: 'パスキーまたはセキュリティキー',
    totp: '認証アプリ',
    email: 'メール',
    sms: 'SMS',
    recovery_code: 'リカバリーコード',
  },
  closing: 'アカウントのセキュリティに変更があったため、{site} からお送りしました。',
  events: {
    factor_added: {
      subject: '{site} のアカウントに 2 段階目の確認方法が追加されました',
      lead: '{site} のアカウントに「{name}」が追加されました。パスワードと合わせてログインに使えます。',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: '{site} のアカウントから 2 段階目の確認方法が削除されました',
      lead: '{site} のアカウントから「{name}」が削除されました。今後はログインに使えません。',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: '{site} のアカウントの新しいリカバリーコードが作成されました',
      lead: '{site} のアカウントの新しいリカバリーコードが作成されました。以前のコードは使えなくなりました。',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: 'リカバリーコードで {site} にログインがありました',
      lead: '{site} のアカウントにリカバリーコードでログインがありました。残りのコード: {remaining}',
      advice: `端末をなくした場合は、「マイセキュリティ」で削除してください。${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: '{site} のリカバリーコードが残りわずかです',
      lead: '{site} のアカウントの残りのリカバリーコード: {remaining}',
      advice:
        'ログインして「マイセキュリティ」で新しいコードを作成し、端末がなくても見つけられる場所に保管してください。ほかのコードを使った覚えがない場合は、すぐにパスワードを変更してください。',
    },
    trusted_browser_added: {
      subject: '{site} で信頼するブラウザーが追加されました',
      lead: 'ブラウザー「{browser}」では、今後 {days} 日間、{site} の 2 段階目の確認が求められません。',
      advice: `このコンピューターをほかの人と共有している場合は、「マイセキュリティ」で信頼を解除してください。${CHANGE_PASSWORD}`,
    },
    repeated_failures: {
      subject: '{site} のパスワードが他人に知られています',
      lead: '{site} のアカウントに正しいパスワードが入力されましたが、2 段階目の確認が続けて失敗しました（{failures} 回）。',
      advice:
        'ご本人の操作であれば、落ち着いてもう一度試すか、別の方法を使ってください。心当たりがない場合は、パスワードが他人に知られています。ログインはされていません。同じパスワードを使っているすべてのサイトで、すぐに変更してください。',
    },
    locked: {
      subject: 'コードの誤りが続いたため {site} へのログインを制限しました',
      lead: '{site} のアカウントでコードの誤りが多すぎました。{until} までコードは使えません。セキュリティキーとパスキーは引き続き使えます。',
      advice:
        '心当たりがない場合は、パスワードが他人に知られていますが、ログインはされていません。すぐに変更してください。お急ぎの場合は、管理者に解除を依頼してください。',
    },
    reset: {
      subject: '{site} の 2 段階目の確認方法がリセットされました',
      lead: '管理者（{by}）が、{site} のアカウントの 2 段階目の確認方法、リカバリーコード、信頼するブラウザーを削除し、セッションを終了しました。次回のログイン時に新しく設定します。',
      advice:
        '依頼した覚えがない場合は、ほかの人に設定される前にすぐログインして設定し、パスワードを変更して、別の管理者に知らせてください。',
    },
    reset_with_password: {
      subject: '{site} で同じ管理者が {person} の確認方法とパスワードを変更しました',
      lead: '24 時間以内に {by} が {site} の {person} の 2 段階目の確認方法をリセットし、新しいパスワードを設定しました。両方を行った人は、その人としてログインできます。',
      advice:
        '理由がわからない場合は、{by} と {person} に直接確認してください。はっきりするまで、アカウントをリセットして無効にしてください。',
    },
    grace_started: {
      subject: '{date}までに {site} で 2 段階目の確認方法を追加してください',
      lead: '{site} のログインでは 2 段階目の確認が必要になりました。{date}までに追加してください。それ以降は、ないとログインできません。',
      advice: HOW_TO_ADD,
    },
    grace_3_days: {
      subject: '{site} の 2 段階目の確認方法の追加期限まであと 3 日です',
      lead: '{date}から {site} のログインで 2 段階目の確認が求められますが、アカウントにはまだ設定がありません。',
      advice: HOW_TO_ADD,
    },
    grace_1_day: {
      subject: '{site} の 2 段階目の確認方法を追加できるのは今日までです',
      lead: '{date}以降は 2 段階目の確認がないと {site} にログインできませんが、アカウントにはまだ設定がありません。',
      advice: HOW_TO_ADD,
    },
    reminder: {
      subject: '{site} で 2 段階目の確認方法を追加してください',
      lead: '{site} のアカウントはパスワードだけで保護されています。管理者（{by}）が 2 段階目の確認方法の追加をお願いしています。',
      advice: `${HOW_TO_ADD}安全のため、このメールにはリンクがありません。`,
    },
    policy_relaxed: {
      subject: '{site} のログインポリシーが緩和されました',
      lead: '{by} が {site} のログインポリシーを、以前より要件の少ないものに変更しました。',
      advice: '理由がわからない場合は、設定を開いてポリシーとアクティビティを見比べ、{by} に直接確認してください。',
    },
  },
};
