from django.conf import settings

collect_ignore_glob = [] if settings.SHOP_HALF else ["test_*.py"]
