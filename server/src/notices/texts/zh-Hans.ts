import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD = '如果这不是您本人的操作：请立即更改密码，在“我的安全”中删除您不认识的内容，并告知管理员。';
const HOW_TO_ADD = '照常登录并打开“我的安全”。添加通行密钥或身份验证器应用只需两分钟。';

export const zhHans: NoticeTexts = {
  labels: { when: '时间', browser: '浏览器', ip: 'IP 地址', method: '方式', by: '操作人' },
  steps: {
    address: '更改电子邮件地址',
    password: '设置密码',
    second_step: '重置 MFA 或予以豁免',
    pass: '发放设置通行码',
    deactivation: '停用或重新启用账户',
  },
  stepSeparator: '；',
  untilLifted: '管理员解锁',
  methods: {
    webauthn: '通行密钥或安全密钥',
    totp: '身份验证器应用',
    email: '电子邮件',
    sms: '短信',
    recovery_code: '恢复码',
  },
  closing: '这是 {site} 自动发送的安全邮件。',
  sample: {
    label: '[示例]',
    line: '这封邮件是您为查看其内容而发送给自己的。您的账户没有发生任何变化。',
  },
  lockedPassword: {
    subject: '{site} 的已登录会话中多次输入错误密码',
    lead: '有人在已登录您 {site} 账户的会话中多次输入错误的密码。在 {until} 之前无法在其中再次确认密码。',
    advice:
      '如果这不是您本人的操作：有人正在使用您的会话，但不知道您的密码。请登录并打开“我的安全”，退出其他设备，并告知管理员。',
  },
  events: {
    factor_added: {
      subject: '您的 {site} 账户添加了一种方式',
      lead: '“{name}”已添加到您的 {site} 账户，可与密码一起用于登录。',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: '您的 {site} 账户删除了一种方式',
      lead: '“{name}”已从您的 {site} 账户中删除，不能再用于登录。',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: '您的 {site} 账户生成了新的恢复码',
      lead: '您的 {site} 账户生成了新的恢复码，以前的代码已失效。',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: '有人使用恢复码登录了 {site}',
      lead: '有人使用恢复码登录了您的 {site} 账户。剩余恢复码：{remaining}。',
      advice: `如果您丢失了设备，请在“我的安全”中将其删除。${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: '您在 {site} 的恢复码快用完了',
      lead: '您的 {site} 账户剩余恢复码：{remaining}。',
      advice:
        '请登录并在“我的安全”中生成新的代码，保存在没有设备时也能找到的地方。如果其他代码不是您用掉的，请立即更改密码。',
    },
    trusted_browser_added: {
      subject: '一个浏览器已成为 {site} 的受信任的浏览器',
      lead: '在接下来的 {days} 天内，{site} 不会在浏览器“{browser}”中要求您确认身份。',
      advice: `如果您与他人共用这台电脑，请在“我的安全”中取消信任。${CHANGE_PASSWORD}`,
    },
    new_browser: {
      subject: '您的 {site} 账户有新的浏览器登录',
      lead: '有人使用过去 90 天内未曾用过的浏览器登录了您的 {site} 账户。',
      advice: `如果是您本人，则无需任何操作。${CHANGE_PASSWORD}`,
    },
    pass_given: {
      subject: '您获得了 {site} 的设置通行码',
      lead: '管理员（{by}）为您的 {site} 账户发放了一个设置通行码。设置 MFA 时需要它，有效期至 {until}。通行码不在这封邮件中：{by} 会亲自交给您。',
      advice: '如果您并未期待通行码，或由其他人向您提供：请不要使用，并当面询问另一位管理员。',
    },
    factor_imported: {
      subject: '您在 {site} 的 MFA 已迁移',
      lead: '“{name}”已从另一个插件迁移到您的 {site} 账户。请照常登录，使用相同的方式。',
      advice: '下次登录时您将获得新的恢复码，之前的代码不再有效。如有异常，请询问管理员。',
    },
    repeated_failures: {
      subject: '有人知道您的 {site} 密码',
      lead: '有人输入了您的 {site} 账户的正确密码，但未能确认是您本人。连续失败次数：{failures}。',
      advice:
        '如果是您本人，请再试一次或改用其他方式。如果不是：有人知道您的密码，但没有登录成功。请立即在所有使用该密码的网站上更改密码。',
    },
    locked: {
      subject: '验证码多次错误，{site} 登录已受限',
      lead: '您的 {site} 账户错误的验证码过多。在 {until} 之前不接受验证码。安全密钥和通行密钥仍可使用。',
      advice:
        '如果这不是您本人的操作：有人知道您的密码，但没有登录成功。请立即更改密码。如果不能等待，请让管理员为您解锁。',
    },
    email_changed: {
      subject: '您的 {site} 账户的电子邮件地址已更改',
      lead: '您的 {site} 账户的电子邮件地址已从 {from} 更改为 {to}，操作人：{by}。在接下来的 72 小时内，有关账户安全的邮件会同时发送到这两个地址。',
      advice:
        '如果这不是您本人的操作，您也没有提出过请求：请立即告知另一位管理员，更改密码，并在“我的安全”中删除您不认识的内容。',
    },
    reset: {
      subject: '您在 {site} 的 MFA 已被重置',
      lead: '管理员（{by}）删除了您的 {site} 账户的验证方式、恢复码和受信任的浏览器，并结束了其会话。下次登录时您需要重新设置 MFA。',
      advice: '如果您没有提出过这个请求：请立即登录，抢在别人之前设置 MFA。然后更改密码，并告知另一位管理员。',
    },
    unlocked: {
      subject: '您的 {site} 账户已解锁',
      lead: '管理员（{by}）解除了您的 {site} 账户因验证码错误而产生的锁定。现在可以重新使用验证码。',
      advice: '如果您没有提出过这个请求：可能有人正试图以您的身份登录。请更改密码，并告知另一位管理员。',
    },
    signed_out: {
      subject: '您已在所有位置注销 {site}',
      lead: '管理员（{by}）结束了您的 {site} 账户的所有会话和受信任的浏览器。您的验证方式没有变化。',
      advice: '如果您不知道原因，请当面询问 {by}。如果您之前发现过异常，请更改密码。',
    },
    exempted: {
      subject: '您的 {site} 账户已豁免 MFA',
      lead: '管理员（{by}）已豁免您的 {site} 账户的 MFA，直至{until}。在此之前，仅凭密码即可登录。',
      advice: '如果您没有提出过这个请求：请立即更改密码，并告知另一位管理员。',
    },
    exemption_ended: {
      subject: '您的 {site} 账户不再豁免 MFA',
      lead: '您的 {site} 账户的 MFA 豁免已结束（{by}）。',
      advice: '请照常登录。如果您尚未设置 MFA，可能会要求您设置。',
    },
    reset_with_password: {
      subject: '同一位管理员在 {site} 对 {person} 的账户进行了多项操作',
      lead: '{by} 在 72 小时内对 {site} 上 {person} 的账户进行了以下操作：{steps}。这些操作合在一起，就能以此人的身份登录。',
      advice: '如果您不知道原因：请当面询问 {by} 和 {person}。在弄清楚之前，请重置并停用该账户。',
    },
    grace_started: {
      subject: '请在{date}之前为 {site} 设置 MFA',
      lead: '从{date}起，{site} 要求使用多重身份验证（MFA）。请在此之前设置；此后没有它将无法登录。',
      advice: HOW_TO_ADD,
    },
    grace_3_days: {
      subject: '还剩三天为 {site} 设置 MFA',
      lead: '从{date}起，{site} 将要求使用多重身份验证（MFA），而您尚未设置。',
      advice: HOW_TO_ADD,
    },
    grace_1_day: {
      subject: '今天是为 {site} 设置 MFA 的最后一天',
      lead: '从{date}起，没有多重身份验证（MFA）将无法登录 {site}，而您尚未设置。',
      advice: HOW_TO_ADD,
    },
    reminder: {
      subject: '请为 {site} 设置 MFA',
      lead: '您的 {site} 账户仅由密码保护。管理员（{by}）请您设置多重身份验证（MFA）。',
      advice: `${HOW_TO_ADD}为了安全，这封邮件特意不含链接。`,
    },
    policy_relaxed: {
      subject: '{site} 的 MFA 策略已放宽',
      lead: '{by} 更改了 {site} 的 MFA 策略，要求比以前更少。',
      advice: '如果您不知道原因：请打开设置，将策略与活动记录对照，并当面询问 {by}。',
    },
    support_changed: {
      subject: '{site} 的帮助文字已更改',
      lead: '{by} 更改了 {site} 向无法完成登录的人显示的内容：帮助文字或支持地址。',
      advice: '如果您不知道原因：请打开设置，查看现在的内容，并当面询问 {by}。虚假地址可能会把人引向收集密码的人。',
    },
  },
};
