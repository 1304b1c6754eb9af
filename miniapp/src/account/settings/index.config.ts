export default definePageConfig({ navigationBarTitleText: '设置和关于' });
